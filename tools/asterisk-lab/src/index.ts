/** A real Asterisk on loopback, with scripted phones. */
export { DIDS, RINGS, SETTINGS } from './config/dialplan.ts';
export type { LabPorts, ManagerUser } from './config/plan.ts';
export { type AsteriskLine, ensureAsterisk, findAsterisk, type Installed, type WhyNot } from './install.ts';
export { AsteriskLab, AsteriskUnavailable, type LabOptions } from './lab.ts';
export { Manager, ManagerMessage } from './manager.ts';
export { Phone, type Wanted } from './phone.ts';
export {
  playRecording,
  type Recording,
  readRecording,
  recordingName,
  recordingsIn,
  Tap,
  writeRecording,
} from './recording.ts';
export type { Handed, Spoken, Truth } from './scenario/truth.ts';
export { playScenarios, SCENARIOS } from './scenarios.ts';
export type { Call } from './sip/call.ts';
export { type Leg, type Referred, seconds } from './sip/leg.ts';
export { type Difference, differences, isOf, type JournalCall, type Story, storyOf } from './story.ts';
export { asteriskIsThere } from './there.ts';
export type { AsteriskBuild } from './unpacked.ts';
