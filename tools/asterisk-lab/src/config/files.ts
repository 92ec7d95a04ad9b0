import { join } from 'node:path';
import { extensions, RINGS } from './dialplan.ts';
import { type LabPlan, type ManagerUser, section } from './plan.ts';
import { pjsip } from './sip.ts';

// Modules that would open sockets of their own, look for hardware or for somebody else's server.
const LEFT_OUT = [
  'chan_iax2',
  'chan_sip',
  'chan_mgcp',
  'chan_skinny',
  'chan_unistim',
  'chan_ooh323',
  'chan_dahdi',
  'chan_motif',
  'chan_mobile',
  'chan_console',
  'chan_alsa',
  'pbx_dundi',
  'res_xmpp',
  'res_snmp',
  'res_hep',
  'res_pktccops',
  'res_stun_monitor',
  'res_timing_dahdi',
  'res_calendar',
  'cdr_pgsql',
  'cdr_radius',
  'cdr_tds',
  'cel_pgsql',
  'cel_radius',
  'cel_tds',
  'res_config_pgsql',
  'res_config_ldap',
];

// Modules decline to load where these are not there at all.
const EMPTY = [
  'agents.conf',
  'followme.conf',
  'pjsip_notify.conf',
  'amd.conf',
  'ccss.conf',
  'udptl.conf',
  'acl.conf',
];

/** Folders the server expects, under the lab's own. */
export const FOLDERS = [
  'etc',
  'var',
  'run',
  'log/cdr-csv',
  'spool/monitor',
  'spool/tmp',
  'agi',
  'moh',
  'keys/keys',
] as const;

/** Every file of the server's configuration: its path under the lab's folder, and its text. */
export function configFiles(plan: LabPlan): Record<string, string> {
  return {
    'etc/asterisk.conf': asterisk(plan),
    'etc/modules.conf': section('modules', ['autoload=yes', ...LEFT_OUT.map((name) => `noload=${name}.so`)]),
    'etc/logger.conf': section('general', []) + section('logfiles', ['messages => notice,warning,error']),
    'etc/manager.conf': manager(plan),
    'etc/http.conf': section('general', [
      'enabled=yes',
      'bindaddr=127.0.0.1',
      `bindport=${plan.ports.http}`,
      ...(plan.certificate
        ? ['tlsenable=yes', `tlsbindaddr=127.0.0.1:${plan.ports.https}`, `tlscertfile=${plan.certificate}`]
        : []),
    ]),
    'etc/pjsip.conf': pjsip(plan),
    'etc/rtp.conf': section('general', [`rtpstart=${plan.rtp[0]}`, `rtpend=${plan.rtp[1]}`, 'icesupport=no']),
    'etc/extensions.conf': extensions(plan),
    'etc/queues.conf': queues(),
    'etc/features.conf': features(),
    'etc/res_parking.conf': section('default', [
      'parkext=700',
      'parkpos=701-720',
      'context=parkedcalls',
      `parkingtime=${RINGS.parked}`,
      'comebacktoorigin=yes',
    ]),
    'etc/musiconhold.conf': section('default', ['mode=files', `directory=${join(plan.dir, 'moh')}`]),
    'etc/confbridge.conf':
      section('general', []) +
      section('default_user', ['type=user', 'quiet=yes', 'dtmf_passthrough=no']) +
      section('default_bridge', ['type=bridge']),
    'etc/cdr.conf':
      section('general', ['enable=yes']) +
      section('csv', ['usegmtime=no', 'loguniqueid=yes', 'loguserfield=yes']),
    'etc/cdr_manager.conf':
      section('general', ['enabled=yes']) + section('mappings', ['linkedid => LinkedID', 'did => DID']),
    'etc/cel.conf':
      section('general', ['enable=yes', 'apps=dial,park,queue', 'events=ALL']) +
      section('manager', ['enabled=yes']),
    'etc/indications.conf':
      section('general', ['country=us']) +
      section('us', [
        'description=United States',
        'ringcadence=2000,4000',
        'dial=350+440',
        'busy=480+620/500,0/500',
        'ring=440+480/2000,0/4000',
      ]),
    ...Object.fromEntries(EMPTY.map((name) => [`etc/${name}`, '; nothing\n'])),
    // A second of quiet, so that there is something to play to who waits.
    'moh/quiet.ulaw': '\x7f'.repeat(8000),
  };
}

function asterisk({ dir, modules, data }: LabPlan): string {
  const under = (name: string): string => join(dir, name);
  return (
    section('directories', [
      `astetcdir => ${under('etc')}`,
      `astmoddir => ${modules}`,
      `astvarlibdir => ${under('var')}`,
      `astdbdir => ${under('var')}`,
      `astkeydir => ${under('keys')}`,
      `astdatadir => ${data}`,
      `astagidir => ${under('agi')}`,
      `astspooldir => ${under('spool')}`,
      `astrundir => ${under('run')}`,
      `astlogdir => ${under('log')}`,
      `astsbindir => ${under('run')}`,
    ]) + section('options', ['documentation_language=en_US', 'hideconnect=yes', 'defaultlanguage=en'])
  );
}

const NOT_IN_A_PLAIN_BUILD = ['eventfilter=!Event: TestEvent'];
const NOISE = ['VarSet', 'Newexten', 'RTCPSent', 'RTCPReceived'].map((name) => `eventfilter=!Event: ${name}`);

function manager({ ports, users, certificate }: LabPlan): string {
  const user = (name: ManagerUser, more: readonly string[] = []): string =>
    section(name, [`secret=${users[name]}`, 'read=all', 'write=all', 'writetimeout=5000', ...more]);
  return [
    section('general', [
      'enabled=yes',
      'webenabled=yes',
      'bindaddr=127.0.0.1',
      `port=${ports.ami}`,
      'httptimeout=60',
      ...(certificate
        ? ['tlsenable=yes', `tlsbindaddr=127.0.0.1:${ports.amiTls}`, `tlscertfile=${certificate}`]
        : []),
    ]),
    user('admin'),
    user('clean', NOT_IN_A_PLAIN_BUILD),
    user('filtered', [...NOT_IN_A_PLAIN_BUILD, ...NOISE]),
  ].join('\n');
}

const queues = (): string =>
  section('general', ['persistentmembers=no', 'autofill=yes', 'shared_lastcall=no']) +
  section('support', [
    'strategy=linear',
    `timeout=${RINGS.queueMember}`,
    'retry=1',
    'wrapuptime=0',
    'ringinuse=yes',
    'autopause=no',
    'joinempty=yes',
    'leavewhenempty=no',
    'setinterfacevar=yes',
    'member => PJSIP/100,0,Ivan Petrov',
    'member => PJSIP/101,0,Мария Орлова',
  ]);

const features = (): string =>
  section('general', [
    'pickupexten=*8',
    'transferdigittimeout=2',
    'featuredigittimeout=1000',
    'atxfernoanswertimeout=5',
  ]) + section('featuremap', ['blindxfer=*1', 'atxfer=*2', 'disconnect=*0', 'parkcall=*3']);
