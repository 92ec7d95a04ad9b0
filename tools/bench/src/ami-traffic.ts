/** What a message says, header by header. */
type Fields = readonly (readonly [string, string])[];

const NAMES = ['Пётр Ильин', 'Вера Лис', 'ООО «Вектор»', 'Anna Stone', '<unknown>'] as const;
const VARIABLES = ['DIALSTATUS', 'DIALEDPEERNUMBER', 'BRIDGEPEER', 'RTPAUDIOQOS', 'FROM_DID'] as const;

const message = (event: string, fields: Fields): string =>
  `Event: ${event}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

/** One channel as events show it. */
function channelFields(prefix: string, n: number, leg: 0 | 1, state: number): Fields {
  const line = leg === 0;
  const phone = String(100 + (n % 90));
  const serial = (n * 2 + leg).toString(16).padStart(8, '0');
  const name = NAMES[n % NAMES.length] as string;
  const states = ['Down', 'Rsrvd', 'OffHook', 'Dialing', 'Ring', 'Ringing', 'Up'];
  return [
    [`${prefix}Channel`, line ? `PJSIP/itsp-${serial}` : `PJSIP/${phone}-${serial}`],
    [`${prefix}ChannelState`, String(state)],
    [`${prefix}ChannelStateDesc`, states[state] as string],
    [`${prefix}CallerIDNum`, line ? `7916${String(1_000_000 + (n % 1_000_000))}` : phone],
    [`${prefix}CallerIDName`, line ? name : `Сотрудник ${phone}`],
    [`${prefix}ConnectedLineNum`, line ? phone : `7916${String(1_000_000 + (n % 1_000_000))}`],
    [`${prefix}ConnectedLineName`, line ? '<unknown>' : name],
    [`${prefix}Language`, 'ru'],
    [`${prefix}AccountCode`, ''],
    [`${prefix}Context`, line ? 'from-trunk' : 'internal'],
    [`${prefix}Exten`, line ? '3333333' : 's'],
    [`${prefix}Priority`, '1'],
    [`${prefix}Uniqueid`, `17000${String(n).padStart(5, '0')}.${n * 2 + leg}`],
    [`${prefix}Linkedid`, `17000${String(n).padStart(5, '0')}.${n * 2}`],
  ];
}

/**
 * The manager's stream of one answered call from outside, as a server sends it
 * to who filters nothing: about a hundred events of which a third matter.
 * @param n the call's number; its channels, numbers and names come from it
 */
export function trafficOf(n: number): string[] {
  const privileged = (kind: string): Fields => [['Privilege', `${kind},all`]];
  const channel = (event: string, leg: 0 | 1, state: number, more: Fields = []): string =>
    message(event, [...privileged('call'), ...channelFields('', n, leg, state), ...more]);
  const noise = (count: number, leg: 0 | 1, state: number): string[] =>
    Array.from({ length: count }, (_, i) =>
      i % 5 === 4
        ? message('Newexten', [
            ...privileged('dialplan'),
            ...channelFields('', n, leg, state),
            ['Extension', '3333333'],
            ['Application', 'Set'],
            ['AppData', `CDR(did)=3333333,${i}`],
          ])
        : message('VarSet', [
            ...privileged('dialplan'),
            ...channelFields('', n, leg, state),
            ['Variable', VARIABLES[i % VARIABLES.length] as string],
            ['Value', `value-${i}: ${n}`],
          ]),
    );
  const bridge: Fields = [
    ['BridgeUniqueid', `0b1d9e00-0000-4000-8000-${String(n).padStart(12, '0')}`],
    ['BridgeType', 'basic'],
    ['BridgeTechnology', 'simple_bridge'],
    ['BridgeCreator', '<unknown>'],
    ['BridgeName', '<unknown>'],
    ['BridgeNumChannels', '2'],
    ['BridgeVideoSourceMode', 'none'],
  ];
  const dial = (event: string, state: number, more: Fields): string =>
    message(event, [
      ...privileged('call'),
      ...channelFields('', n, 0, 4),
      ...channelFields('Dest', n, 1, state),
      ...more,
    ]);
  const both = (event: string): string[] =>
    ([0, 1] as const).map((leg) =>
      message(event, [...privileged('call'), ...bridge, ...channelFields('', n, leg, 6)]),
    );
  const hangup: Fields = [
    ['Cause', '16'],
    ['Cause-txt', 'Normal Clearing'],
  ];
  return [
    channel('Newchannel', 0, 4),
    ...noise(16, 0, 4),
    channel('Newchannel', 1, 0),
    ...noise(10, 1, 0),
    dial('DialBegin', 0, [['DialString', String(100 + (n % 90))]]),
    channel('Newstate', 1, 5),
    dial('DialState', 5, [['DialStatus', 'RINGING']]),
    channel('Newstate', 1, 6),
    dial('DialEnd', 6, [['DialStatus', 'ANSWER']]),
    channel('Newstate', 0, 6),
    message('BridgeCreate', [...privileged('call'), ...bridge]),
    ...both('BridgeEnter'),
    ...noise(24, 0, 6),
    channel('HangupRequest', 1, 6, hangup.slice(0, 1)),
    ...both('BridgeLeave'),
    message('BridgeDestroy', [...privileged('call'), ...bridge]),
    ...noise(14, 1, 6),
    channel('Hangup', 1, 6, hangup),
    channel('Hangup', 0, 6, hangup),
  ];
}
