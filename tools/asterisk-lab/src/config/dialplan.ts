import type { LabPlan } from './plan.ts';

/** Seconds that the dialplan lets phones ring, short because tests wait for them. */
export const RINGS = { phone: 20, afterPbxAnswer: 2, outside: 4, queueMember: 2 } as const;

/** Lines from outside, as a customer dials them. */
export const DIDS = {
  phone: '3333333',
  ringGroup: '3333334',
  queue: '3333335',
  recorded: '3333336',
  agi: '3333337',
  conference: '3333338',
  localRingGroup: '3333339',
  pbxAnswers: '3333340',
  localOptimised: '3333341',
  /** Rings 102, whose pickup group is its own. */
  pickup: '3333342',
} as const;

interface Step {
  app: string;
  label?: string;
}

function extension(pattern: string, steps: readonly (string | Step)[]): string {
  return steps
    .map((step, at) => {
      const { app, label } = typeof step === 'string' ? { app: step } : step;
      const priority = at === 0 ? '1' : 'n';
      return at === 0
        ? `exten => ${pattern},${priority},${app}`
        : ` same => ${priority}${label ? `(${label})` : ''},${app}`;
    })
    .join('\n');
}

// A line from outside keeps what was dialled first, in the CDR and for whoever asks later.
const line = (did: string, steps: readonly string[]): string =>
  extension(did, [`Set(CDR(did)=${did})`, `Set(__FROM_DID=${did})`, ...steps]);

/** extensions.conf: `from-trunk` for lines from outside, `internal` for the office. */
export function extensions(plan: LabPlan): string {
  return [
    '[from-trunk]',
    ...fromTrunk(plan.ports.agi),
    '',
    '[internal]',
    ...internal(),
    '',
    plan.dialplan,
    '',
  ].join('\n');
}

const fromTrunk = (agiPort: number): string[] => [
  line(DIDS.phone, ['Goto(internal,100,1)']),
  line(DIDS.ringGroup, [`Dial(PJSIP/100&PJSIP/101,${RINGS.phone},tTkK)`, 'Hangup()']),
  line(DIDS.queue, ['Answer()', 'Queue(support,tT,,,30)', 'Hangup()']),
  line(DIDS.recorded, [
    'Set(REC=rec-${UNIQUEID}.wav)',
    'Set(CDR(recordingfile)=${REC})',
    'MixMonitor(${REC},b)',
    `Dial(PJSIP/100,${RINGS.phone},tT)`,
    'Hangup()',
  ]),
  // Where nobody answers the question, or nobody knows, the call goes to 100.
  line(DIDS.agi, [
    'Set(CALLBUS_ROUTE=100)',
    `AGI(agi://127.0.0.1:${agiPort}/route)`,
    'Goto(internal,${CALLBUS_ROUTE},1)',
  ]),
  line(DIDS.conference, ['Goto(internal,800,1)']),
  line(DIDS.localRingGroup, [
    `Dial(Local/100@internal/n&Local/101@internal/n,${RINGS.phone},tT)`,
    'Hangup()',
  ]),
  line(DIDS.pbxAnswers, ['Answer()', 'Wait(1)', `Dial(PJSIP/100,${RINGS.afterPbxAnswer},tT)`, 'Hangup()']),
  line(DIDS.localOptimised, [`Dial(Local/100@internal,${RINGS.phone},tT)`, 'Hangup()']),
  line(DIDS.pickup, ['Goto(internal,102,1)']),
];

const internal = (): string[] => [
  'include => parkedcalls',
  extension('_1XX', [
    'Set(CF=${DB(CF/${EXTEN})})',
    'GotoIf($["${DB(DND/${EXTEN})}" = "YES"]?dnd)',
    'GotoIf($["${CF}" != ""]?cf)',
    `Dial(PJSIP/\${EXTEN},${RINGS.phone},tTkK)`,
    'GotoIf($["${DIALSTATUS}" = "BUSY"]?dnd)',
    'Hangup()',
    { label: 'dnd', app: 'Busy(2)' },
    { label: 'cf', app: `Dial(Local/\${CF}@internal/n,${RINGS.phone},tT)` },
    'Hangup()',
  ]),
  ...['100', '101', '102', '103'].map((phone) => `exten => ${phone},hint,PJSIP/${phone}`),
  outward('_7XXXXXXXXXX', 'itsp'),
  outward('_7999XXXXXXX', 'itsp-dead'),
  extension('600', ['Answer()', 'Echo()', 'Hangup()']),
  extension('800', ['Answer()', 'ConfBridge(lab)', 'Hangup()']),
];

const outward = (pattern: string, trunk: string): string =>
  extension(pattern, [
    `Set(CALLERID(num)=${DIDS.phone})`,
    `Dial(PJSIP/\${EXTEN}@${trunk},${RINGS.outside},tTkK)`,
    'GotoIf($["${DIALSTATUS}" = "BUSY"]?busy)',
    'Hangup(${HANGUPCAUSE})',
    { label: 'busy', app: 'Busy(2)' },
  ]);
