import type { LabPlan, LabPorts } from './plan.ts';

/** Seconds that the dialplan lets phones ring and parked calls wait, short because tests wait for them. */
export const RINGS = {
  phone: 20,
  afterPbxAnswer: 2,
  outside: 4,
  queueMember: 2,
  short: 2,
  parked: 7,
} as const;

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
  /** Reaches `FORWARDED`, `FORWARDED_OUTSIDE`, `NOT_DISTURBED`: numbers without phones. */
  forwarded: '3333343',
  forwardedOutside: '3333344',
  notDisturbed: '3333345',
  /** Asks its way of whoever stands at the port `agiUp`. */
  routed: '3333346',
  localKept: '3333347',
  /** Rings 104, for a short while. */
  short: '3333348',
  /** Nobody has this line. */
  unknown: '3339999',
} as const;

/** Extensions of which the PBX's own database says where they are, and that they want to be left alone. */
export const SETTINGS = { forwarded: '105', forwardedOutside: '106', notDisturbed: '107' } as const;

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
    ...fromTrunk(plan.ports),
    '',
    '[internal]',
    ...internal(),
    '',
    plan.dialplan,
    '',
  ].join('\n');
}

const fromTrunk = ({ agi, agiUp }: LabPorts): string[] => [
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
  line(DIDS.agi, asksItsWay(agi)),
  line(DIDS.routed, asksItsWay(agiUp)),
  line(DIDS.conference, ['Goto(internal,800,1)']),
  line(DIDS.localRingGroup, [
    `Dial(Local/100@internal/n&Local/101@internal/n,${RINGS.phone},tT)`,
    'Hangup()',
  ]),
  line(DIDS.pbxAnswers, ['Answer()', 'Wait(1)', `Dial(PJSIP/100,${RINGS.afterPbxAnswer},tT)`, 'Hangup()']),
  line(DIDS.localOptimised, [`Dial(Local/100@internal,${RINGS.phone},tT)`, 'Hangup()']),
  line(DIDS.localKept, [`Dial(Local/101@internal/n,${RINGS.phone},tT)`, 'Hangup()']),
  line(DIDS.pickup, ['Goto(internal,102,1)']),
  line(DIDS.forwarded, [`Goto(internal,${SETTINGS.forwarded},1)`]),
  line(DIDS.forwardedOutside, [`Goto(internal,${SETTINGS.forwardedOutside},1)`]),
  line(DIDS.notDisturbed, [`Goto(internal,${SETTINGS.notDisturbed},1)`]),
  line(DIDS.short, ['Goto(internal,104,1)']),
  // Anything else is nobody's: unallocated number.
  extension('_XXXXXXX', ['Hangup(1)']),
];

const asksItsWay = (port: number): string[] => [
  'Set(CALLBUS_ROUTE=100)',
  `AGI(agi://127.0.0.1:${port}/route)`,
  'Goto(internal,${CALLBUS_ROUTE},1)',
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
  // Rings shortly; what was transferred here goes back to who sent it.
  extension('104', [
    `Dial(PJSIP/104,${RINGS.short},tTkK)`,
    'GotoIf($["${BLINDTRANSFER}" = ""]?end)',
    `Dial(\${CUT(BLINDTRANSFER,-,1)},${RINGS.phone},tTkK)`,
    { label: 'end', app: 'Hangup()' },
  ]),
  ...['100', '101', '102', '103', '104'].map((phone) => `exten => ${phone},hint,PJSIP/${phone}`),
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
