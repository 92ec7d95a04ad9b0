/** Names of headers as Asterisk spells them. */
const NAMES = `
AccountCode AccountID ActionID Agent AMAFlags AMIversion AnswerTime AOR AORs AppData AppFile AppFunction
AppLine Application AsteriskVersion AuthType BillableSeconds BridgeCreator BridgedChannel BridgeId BridgeName
BridgeNumChannels BridgeTechnology BridgeType BridgeUniqueid BridgeVideoSourceMode CallerID CallerIDani
CallerIDdnid CallerIDName CallerIDNum CallerIDrdnis CallID Calls CallsTaken Category Cause Cause-txt Challenge
ChannelCalling Channel ChannelState ChannelStateDesc ChannelType ChanVariable CID-CallingPres CID CommandName
Completed Conference ConnectedLineName ConnectedLineNum Contact ContactStatus Contacts Context CoreCDRenabled
CoreCurrentCalls CoreHTTPenabled CoreMaxCalls CoreMaxFilehandles CoreMaxLoadAvg CoreProcessedCalls
CoreRealTimeEnabled CoreReloadDate CoreReloadTime CoreRunGroup CoreRunUser CoreStartupDate CoreStartupTime Count
CreationTime Data Default DestAccountCode DestBridgeUniqueid DestCallerIDName DestCallerIDNum DestChannel
DestChannelState DestChannelStateDesc DestConnectedLineName DestConnectedLineNum DestContext DestExten Destination
DestinationChannel DestinationContext DestLanguage DestLinkedid DestPriority DestTransfererChannel DestType
DestUniqueid Device DeviceState DialStatus DialString DID Digit Direction Disposition DNID Domain Duration
DurationMs EffectiveConnectedLineName EffectiveConnectedLineNum EndTime Endpoint EndpointName Env Event EventList
EventName Events EventTime EventTV EventVersion Exten Extension Extra Family File FileName Filter Forward From
Hint Hold HoldTime Id Idle InCall Interface IsExternal Items Key Language LastApplication LastCall
LastData LastPause LastReload Linkedid ListItems LocalAddress LocalOptimization LoggedIn LoggedInTime
LoginTime Location Logout Max Member MemberName Members Membership MES Message Minimum Mode MonitorFile Muted
MusicClass Name NativeFormats Number Object ObjectName ObjectType ObjectUserName OldAccountCode Opaque-data
Operation OriginalPosition Output OutboundAuths ParkedChannel Parkinglot ParkingDuration ParkingSpace
ParkingTimeout Paused PausedReason Peer PeerAccount PeerStatus Penalty Pickup Ping Port Position PresenceState
PresenceStatus PriorCallID Priority Privilege PT Queue RawReadFormat ReadFormat Reason RegExpire RemoteAddress
ReportCount Report0CumulativeLost Report0DLSR Report0FractionLost Report0HighestSequence Report0IAJitter
Report0LSR Report0SequenceNumberCycles Report0SourceSSRC Response Restart Result RingTime Ringinuse Role
RoundtripUsec RTT Secret SentNTP SentOctets SentPackets SentRTP Sequence Server Service ServiceLevel
ServicelevelPerf ServicelevelPerf2 SessionID SessionTV Severity Shutdown SIPResponseCode SoundsSearchCustomDir
Source SourceUniqueid SSRC StartTime State StateInterface Status StatusText Strategy Subtype Success SwapUniqueid
SystemName TalkTime TechCause Time Timeout TimeToHangup Timestamp To Total Transferee TransferMethod Transport
Type Uniqueid Uptime URI UserEvent Userfield Username UsingPassword Val Value Variable Wait Weight Wrapuptime
WriteFormat
`;

/** Where a name begins with one of these, the rest is a channel's or a bridge's own header. */
const PREFIXES = [
  'LocalOne',
  'LocalTwo',
  'OrigTransferer',
  'OrigBridge',
  'Orig',
  'Parkee',
  'Parker',
  'Retriever',
  'SecondTransferer',
  'SecondBridge',
  'Second',
  'Source',
  'Spyee',
  'Spyer',
  'Target',
  'TransferTarget',
  'Transferee',
  'Transferer',
  'Attached',
  'To',
  'From',
  'Dest',
];

/** Events that spell a name in a way of their own. */
const OF_EVENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CEL: {
    calleridname: 'CallerIDname',
    calleridnum: 'CallerIDnum',
    linkedid: 'LinkedID',
    uniqueid: 'UniqueID',
  },
  Cdr: { linkedid: 'LinkedID', uniqueid: 'UniqueID', userfield: 'UserField' },
  QueueParams: { holdtime: 'Holdtime', talktime: 'TalkTime' },
  LocalOptimizationBegin: { destuniqueid: 'DestUniqueId' },
};

/** A name as an XML attribute of AJAM has it: lower case, and `_` for whatever is no letter or digit. */
const asAttribute = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '_');

const KNOWN: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split(/\s+/)
    .map((name) => [asAttribute(name), name]),
);

/**
 * The header an attribute stands for, as a connection would spell it in this
 * event; the attribute itself where nobody knows.
 */
export function spell(attribute: string, event: string): string {
  const own = Object.hasOwn(OF_EVENT, event) ? OF_EVENT[event]?.[attribute] : undefined;
  return own ?? KNOWN.get(attribute) ?? prefixed(attribute) ?? attribute;
}

function prefixed(attribute: string): string | undefined {
  for (const prefix of PREFIXES) {
    if (!attribute.startsWith(prefix.toLowerCase())) continue;
    const rest = KNOWN.get(attribute.slice(prefix.length));
    if (rest !== undefined) return prefix + rest;
  }
  return undefined;
}
