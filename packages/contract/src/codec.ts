import protobuf from 'protobufjs/minimal.js';
import { callbus } from './generated/callbus.js';

/** Turns one kind of message into bytes and back; unknown fields and enum values survive. */
export interface Codec<Init, Message> {
  /** Wire bytes of `message`; fields left out take no room. */
  encode(message: Init): Uint8Array;
  /**
   * The message in `bytes`, absent fields at their defaults.
   * @throws {MalformedMessage} when the bytes are not such a message
   */
  decode(bytes: Uint8Array): Message;
}

/** Bytes that are not the message they should be. */
export class MalformedMessage extends Error {
  readonly code = 'contract.malformed';
  constructor(type: string, cause: unknown) {
    super(`not a ${type}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'MalformedMessage';
  }
}

interface StaticType<Init, Message> {
  encode(message: Init, writer?: protobuf.Writer): protobuf.Writer;
  decode(reader: protobuf.Reader | Uint8Array, length?: number): Message;
}

function codec<Init, Message>(name: string, type: StaticType<Init, Message>): Codec<Init, Message> {
  return {
    encode: (message) => type.encode(message).finish(),
    decode(bytes) {
      const reader = protobuf.Reader.create(bytes);
      // protobufjs drops what it does not know unless told otherwise; a newer
      // peer's fields must survive a round trip through us.
      reader.discardUnknown = false;
      try {
        return type.decode(reader);
      } catch (error) {
        throw new MalformedMessage(name, error);
      }
    },
  };
}

const v1 = callbus.v1;

export const CallEventCodec = codec<CallEventInit, CallEvent>('CallEvent', v1.CallEvent);
export const AgentEventCodec = codec<AgentEventInit, AgentEvent>('AgentEvent', v1.AgentEvent);
export const InteractionEventCodec = codec<InteractionEventInit, InteractionEvent>(
  'InteractionEvent',
  v1.InteractionEvent,
);
export const JournalRecordCodec = codec<JournalRecordInit, JournalRecord>('JournalRecord', v1.JournalRecord);
export const CallSnapshotCodec = codec<CallSnapshotInit, CallSnapshot>('CallSnapshot', v1.CallSnapshot);
export const PopupCodec = codec<PopupInit, Popup>('Popup', v1.Popup);
export const CommandCodec = codec<CommandInit, Command>('Command', v1.Command);
export const CommandResultCodec = codec<CommandResultInit, CommandResult>('CommandResult', v1.CommandResult);
export const RouteQuestionCodec = codec<RouteQuestionInit, RouteQuestion>('RouteQuestion', v1.RouteQuestion);
export const RouteAnswerCodec = codec<RouteAnswerInit, RouteAnswer>('RouteAnswer', v1.RouteAnswer);
export const LookupQuestionCodec = codec<LookupQuestionInit, LookupQuestion>(
  'LookupQuestion',
  v1.LookupQuestion,
);
export const LookupAnswerCodec = codec<LookupAnswerInit, LookupAnswer>('LookupAnswer', v1.LookupAnswer);
export const DeadLetterCodec = codec<DeadLetterInit, DeadLetter>('DeadLetter', v1.DeadLetter);
export const ExchangeBatchCodec = codec<ExchangeBatchInit, ExchangeBatch>('ExchangeBatch', v1.ExchangeBatch);

/** `X` is a decoded message with its defaults; `XInit` is what may be given to build one. */
export type CallEvent = callbus.v1.CallEvent;
export type CallEventInit = callbus.v1.CallEvent.$Properties;
export type AgentEvent = callbus.v1.AgentEvent;
export type AgentEventInit = callbus.v1.AgentEvent.$Properties;
export type InteractionEvent = callbus.v1.InteractionEvent;
export type InteractionEventInit = callbus.v1.InteractionEvent.$Properties;
export type JournalRecord = callbus.v1.JournalRecord;
export type JournalRecordInit = callbus.v1.JournalRecord.$Properties;
export type CallSnapshot = callbus.v1.CallSnapshot;
export type CallSnapshotInit = callbus.v1.CallSnapshot.$Properties;
export type Popup = callbus.v1.Popup;
export type PopupInit = callbus.v1.Popup.$Properties;
export type Command = callbus.v1.Command;
export type CommandInit = callbus.v1.Command.$Properties;
export type CommandResult = callbus.v1.CommandResult;
export type CommandResultInit = callbus.v1.CommandResult.$Properties;
export type RouteQuestion = callbus.v1.RouteQuestion;
export type RouteQuestionInit = callbus.v1.RouteQuestion.$Properties;
export type RouteAnswer = callbus.v1.RouteAnswer;
export type RouteAnswerInit = callbus.v1.RouteAnswer.$Properties;
export type LookupQuestion = callbus.v1.LookupQuestion;
export type LookupQuestionInit = callbus.v1.LookupQuestion.$Properties;
export type LookupAnswer = callbus.v1.LookupAnswer;
export type LookupAnswerInit = callbus.v1.LookupAnswer.$Properties;
export type DeadLetter = callbus.v1.DeadLetter;
export type DeadLetterInit = callbus.v1.DeadLetter.$Properties;
export type ExchangeBatch = callbus.v1.ExchangeBatch;
export type ExchangeBatchInit = callbus.v1.ExchangeBatch.$Properties;

export type Exchange = callbus.v1.Exchange.$Properties;
export type Party = callbus.v1.Party.$Properties;
export type Connection = callbus.v1.Connection.$Properties;
export type Cause = callbus.v1.Cause.$Properties;
export type CallReport = callbus.v1.CallReport.$Properties;
export type ReportedTalk = callbus.v1.ReportedTalk.$Properties;
export type Recording = callbus.v1.Recording.$Properties;
export type Decision = callbus.v1.Decision.$Properties;
export type Contact = callbus.v1.Contact.$Properties;
export type Counterparty = callbus.v1.Counterparty.$Properties;
export type Segment = callbus.v1.Segment.$Properties;
export type TransferRecord = callbus.v1.TransferRecord.$Properties;
export type LiveConnection = callbus.v1.LiveConnection.$Properties;
export type Fault = callbus.v1.Fault.$Properties;
