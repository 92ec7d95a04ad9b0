/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $number = (v) => (typeof v === "object" ? v.toNumber() : v);
const $root = $protobuf.roots["callbus"] || ($protobuf.roots["callbus"] = {});

export const callbus = $root.callbus = (() => {

    const callbus = {};

    callbus.v1 = (function() {

        const v1 = {};

        v1.AgentEventType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "PRESENCE"] = 1;
            values[valuesById[2] = "PROFILE"] = 2;
            values[valuesById[3] = "QUEUE_LOGIN"] = 3;
            values[valuesById[4] = "PAUSE"] = 4;
            values[valuesById[5] = "DEVICE"] = 5;
            return values;
        })();

        v1.Presence = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "OFFLINE"] = 1;
            values[valuesById[2] = "AVAILABLE"] = 2;
            values[valuesById[3] = "AWAY"] = 3;
            values[valuesById[4] = "BUSY"] = 4;
            values[valuesById[5] = "RINGING"] = 5;
            values[valuesById[6] = "TALKING"] = 6;
            values[valuesById[7] = "DO_NOT_DISTURB"] = 7;
            values[valuesById[8] = "NOT_READY"] = 8;
            return values;
        })();

        v1.AgentEvent = (function() {

            const AgentEvent = function (properties) {
                this.attributes = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            AgentEvent.prototype.eventId = "";
            AgentEvent.prototype.type = 0;
            AgentEvent.prototype.instance = "";
            AgentEvent.prototype.extension = "";
            AgentEvent.prototype.party = null;
            AgentEvent.prototype.presence = 0;
            AgentEvent.prototype.native = "";
            AgentEvent.prototype.profile = "";
            AgentEvent.prototype.queue = "";
            AgentEvent.prototype.loggedIn = null;
            AgentEvent.prototype.paused = null;
            AgentEvent.prototype.reason = "";
            AgentEvent.prototype.occurredAt = 0;
            AgentEvent.prototype.observedAt = 0;
            AgentEvent.prototype.clockOffset = null;
            AgentEvent.prototype.raw = null;
            AgentEvent.prototype.attributes = $util.emptyObject;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(AgentEvent.prototype, "_loggedIn", {
                get: $util.oneOfGetter($oneOfFields = ["loggedIn"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(AgentEvent.prototype, "_paused", {
                get: $util.oneOfGetter($oneOfFields = ["paused"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(AgentEvent.prototype, "_clockOffset", {
                get: $util.oneOfGetter($oneOfFields = ["clockOffset"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            AgentEvent.create = function(properties) {
                return new AgentEvent(properties);
            };

            AgentEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.eventId != null && $Object.hasOwnProperty.call(message, "eventId") && message.eventId !== "")
                    writer.uint32(10).string(message.eventId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(16).int32(message.type);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(26).string(message.instance);
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(34).string(message.extension);
                if (message.party != null && $Object.hasOwnProperty.call(message, "party"))
                    $root.callbus.v1.Party.encode(message.party, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.presence != null && $Object.hasOwnProperty.call(message, "presence") && message.presence !== 0)
                    writer.uint32(48).int32(message.presence);
                if (message.native != null && $Object.hasOwnProperty.call(message, "native") && message.native !== "")
                    writer.uint32(58).string(message.native);
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile") && message.profile !== "")
                    writer.uint32(66).string(message.profile);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== "")
                    writer.uint32(74).string(message.queue);
                if (message.loggedIn != null && $Object.hasOwnProperty.call(message, "loggedIn"))
                    writer.uint32(80).bool(message.loggedIn);
                if (message.paused != null && $Object.hasOwnProperty.call(message, "paused"))
                    writer.uint32(88).bool(message.paused);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(98).string(message.reason);
                if (message.occurredAt != null && $Object.hasOwnProperty.call(message, "occurredAt") && (typeof message.occurredAt === "object" ? message.occurredAt.low || message.occurredAt.high : message.occurredAt !== 0))
                    writer.uint32(104).int64(message.occurredAt);
                if (message.observedAt != null && $Object.hasOwnProperty.call(message, "observedAt") && (typeof message.observedAt === "object" ? message.observedAt.low || message.observedAt.high : message.observedAt !== 0))
                    writer.uint32(112).int64(message.observedAt);
                if (message.clockOffset != null && $Object.hasOwnProperty.call(message, "clockOffset"))
                    writer.uint32(120).sint64(message.clockOffset);
                if (message.raw != null && $Object.hasOwnProperty.call(message, "raw"))
                    $root.callbus.v1.RawReference.encode(message.raw, writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes"))
                    for (let keys = $Object.keys(message.attributes), i = 0; i < keys.length; ++i)
                        writer.uint32(138).fork().uint32(10).string(keys[i]).uint32(18).string(message.attributes[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            AgentEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.AgentEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.eventId = value;
                            else
                                delete message.eventId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.party = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.party);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.presence = value;
                            else
                                delete message.presence;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.native = value;
                            else
                                delete message.native;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.profile = value;
                            else
                                delete message.profile;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.queue = value;
                            else
                                delete message.queue;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.loggedIn = reader.bool();
                            message._loggedIn = "loggedIn";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            message.paused = reader.bool();
                            message._paused = "paused";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.occurredAt = value;
                            else
                                delete message.occurredAt;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.observedAt = value;
                            else
                                delete message.observedAt;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.clockOffset = $number(reader.sint64());
                            message._clockOffset = "clockOffset";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.raw = $root.callbus.v1.RawReference.decode(reader, reader.size(), $undefined, _depth + 1, message.raw);
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (message.attributes === $util.emptyObject)
                                message.attributes = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.attributes, key);
                            message.attributes[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AgentEvent;
        })();

        v1.Direction = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "INBOUND"] = 1;
            values[valuesById[2] = "OUTBOUND"] = 2;
            values[valuesById[3] = "INTERNAL"] = 3;
            return values;
        })();

        v1.ConnectionState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "NULL"] = 0;
            values[valuesById[1] = "INITIATED"] = 1;
            values[valuesById[2] = "ALERTING"] = 2;
            values[valuesById[3] = "CONNECTED"] = 3;
            values[valuesById[4] = "HOLD"] = 4;
            values[valuesById[5] = "QUEUED"] = 5;
            values[valuesById[6] = "FAIL"] = 6;
            return values;
        })();

        v1.DeviceRole = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "EMPLOYEE"] = 1;
            values[valuesById[2] = "CUSTOMER"] = 2;
            values[valuesById[3] = "SERVICE"] = 3;
            values[valuesById[4] = "VOICEMAIL"] = 4;
            values[valuesById[5] = "QUEUE"] = 5;
            values[valuesById[6] = "GROUP"] = 6;
            values[valuesById[7] = "PARKING"] = 7;
            values[valuesById[8] = "CONFERENCE"] = 8;
            return values;
        })();

        v1.EventCause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "NEW_CALL"] = 1;
            values[valuesById[2] = "NORMAL_CLEARING"] = 2;
            values[valuesById[3] = "BUSY"] = 3;
            values[valuesById[4] = "CALL_NOT_ANSWERED"] = 4;
            values[valuesById[5] = "CALL_CANCELLED"] = 5;
            values[valuesById[6] = "ALERT_TIME_EXPIRED"] = 6;
            values[valuesById[7] = "NO_AVAILABLE_AGENTS"] = 7;
            values[valuesById[8] = "DISTRIBUTED"] = 8;
            values[valuesById[9] = "ENTERING_DISTRIBUTION"] = 9;
            values[valuesById[10] = "QUEUE_CLEARED"] = 10;
            values[valuesById[11] = "QUEUE_TIME_OVERFLOW"] = 11;
            values[valuesById[12] = "CALL_FORWARD"] = 12;
            values[valuesById[13] = "CALL_FORWARD_IMMEDIATE"] = 13;
            values[valuesById[14] = "CALL_FORWARD_BUSY"] = 14;
            values[valuesById[15] = "CALL_FORWARD_NO_ANSWER"] = 15;
            values[valuesById[16] = "CALL_PICKUP"] = 16;
            values[valuesById[17] = "CALL_INTERCEPTION"] = 17;
            values[valuesById[18] = "PARK"] = 18;
            values[valuesById[19] = "RECALL"] = 19;
            values[valuesById[20] = "RECALL_NO_ANSWER"] = 20;
            values[valuesById[21] = "CONSULTATION"] = 21;
            values[valuesById[22] = "TRANSFER"] = 22;
            values[valuesById[23] = "SINGLE_STEP_TRANSFER"] = 23;
            values[valuesById[24] = "CONFERENCE"] = 24;
            values[valuesById[25] = "INTRUDE"] = 25;
            values[valuesById[26] = "SILENT_PARTICIPATION"] = 26;
            values[valuesById[27] = "MAKE_CALL"] = 27;
            values[valuesById[28] = "MULTIPLE_ALERTING"] = 28;
            values[valuesById[29] = "DO_NOT_DISTURB"] = 29;
            values[valuesById[30] = "DEST_NOT_OBTAINABLE"] = 30;
            values[valuesById[31] = "DEST_OUT_OF_ORDER"] = 31;
            values[valuesById[32] = "NUMBER_UNALLOCATED"] = 32;
            values[valuesById[33] = "INVALID_NUMBER_FORMAT"] = 33;
            values[valuesById[34] = "NETWORK_CONGESTION"] = 34;
            values[valuesById[35] = "NETWORK_OUT_OF_ORDER"] = 35;
            values[valuesById[36] = "TRUNKS_BUSY"] = 36;
            values[valuesById[37] = "RESOURCES_NOT_AVAILABLE"] = 37;
            values[valuesById[38] = "BLOCKED"] = 38;
            values[valuesById[39] = "TIMEOUT"] = 39;
            values[valuesById[40] = "REJECTED"] = 40;
            values[valuesById[41] = "ANSWERED_ELSEWHERE"] = 41;
            return values;
        })();

        v1.EndedBy = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNKNOWN"] = 0;
            values[valuesById[1] = "CUSTOMER"] = 1;
            values[valuesById[2] = "EMPLOYEE"] = 2;
            values[valuesById[3] = "SYSTEM"] = 3;
            return values;
        })();

        v1.Cause = (function() {

            const Cause = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Cause.prototype.event = 0;
            Cause.prototype.q850 = null;
            Cause.prototype.native = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Cause.prototype, "_q850", {
                get: $util.oneOfGetter($oneOfFields = ["q850"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Cause.create = function(properties) {
                return new Cause(properties);
            };

            Cause.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== 0)
                    writer.uint32(8).int32(message.event);
                if (message.q850 != null && $Object.hasOwnProperty.call(message, "q850"))
                    writer.uint32(16).uint32(message.q850);
                if (message.native != null && $Object.hasOwnProperty.call(message, "native") && message.native !== "")
                    writer.uint32(26).string(message.native);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Cause.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Cause();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.event = value;
                            else
                                delete message.event;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.q850 = reader.uint32();
                            message._q850 = "q850";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.native = value;
                            else
                                delete message.native;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Cause;
        })();

        v1.PartyKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "EXTENSION"] = 1;
            values[valuesById[2] = "EXTERNAL"] = 2;
            values[valuesById[3] = "UUID"] = 3;
            values[valuesById[4] = "WITHHELD"] = 4;
            return values;
        })();

        v1.Party = (function() {

            const Party = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Party.prototype.kind = 0;
            Party.prototype.number = "";
            Party.prototype.e164 = "";
            Party.prototype.extension = "";
            Party.prototype.uuid = "";
            Party.prototype.name = "";
            Party.prototype.suffix = "";

            Party.create = function(properties) {
                return new Party(properties);
            };

            Party.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(8).int32(message.kind);
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== "")
                    writer.uint32(18).string(message.number);
                if (message.e164 != null && $Object.hasOwnProperty.call(message, "e164") && message.e164 !== "")
                    writer.uint32(26).string(message.e164);
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(34).string(message.extension);
                if (message.uuid != null && $Object.hasOwnProperty.call(message, "uuid") && message.uuid !== "")
                    writer.uint32(42).string(message.uuid);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(50).string(message.name);
                if (message.suffix != null && $Object.hasOwnProperty.call(message, "suffix") && message.suffix !== "")
                    writer.uint32(58).string(message.suffix);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Party.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Party();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.e164 = value;
                            else
                                delete message.e164;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uuid = value;
                            else
                                delete message.uuid;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.suffix = value;
                            else
                                delete message.suffix;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Party;
        })();

        v1.Connection = (function() {

            const Connection = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Connection.prototype.id = "";
            Connection.prototype.role = 0;
            Connection.prototype.party = null;
            Connection.prototype.state = 0;
            Connection.prototype.device = "";
            Connection.prototype.trunk = "";

            Connection.create = function(properties) {
                return new Connection(properties);
            };

            Connection.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(16).int32(message.role);
                if (message.party != null && $Object.hasOwnProperty.call(message, "party"))
                    $root.callbus.v1.Party.encode(message.party, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(32).int32(message.state);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(42).string(message.device);
                if (message.trunk != null && $Object.hasOwnProperty.call(message, "trunk") && message.trunk !== "")
                    writer.uint32(50).string(message.trunk);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Connection.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Connection();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.party = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.party);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.trunk = value;
                            else
                                delete message.trunk;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Connection;
        })();

        v1.RecordingState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "KNOWN"] = 1;
            values[valuesById[2] = "READY"] = 2;
            values[valuesById[3] = "MISSING"] = 3;
            return values;
        })();

        v1.Recording = (function() {

            const Recording = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Recording.prototype.file = "";
            Recording.prototype.url = "";
            Recording.prototype.state = 0;

            Recording.create = function(properties) {
                return new Recording(properties);
            };

            Recording.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.file != null && $Object.hasOwnProperty.call(message, "file") && message.file !== "")
                    writer.uint32(10).string(message.file);
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(18).string(message.url);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(24).int32(message.state);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Recording.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Recording();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.file = value;
                            else
                                delete message.file;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Recording;
        })();

        v1.RawReference = (function() {

            const RawReference = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RawReference.prototype.batch = "";
            RawReference.prototype.offset = 0;
            RawReference.prototype.length = 0;

            RawReference.create = function(properties) {
                return new RawReference(properties);
            };

            RawReference.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch") && message.batch !== "")
                    writer.uint32(10).string(message.batch);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(16).uint32(message.offset);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(24).uint32(message.length);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RawReference.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.RawReference();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.batch = value;
                            else
                                delete message.batch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RawReference;
        })();

        v1.Decision = (function() {

            const Decision = function (properties) {
                this.details = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Decision.prototype.at = 0;
            Decision.prototype.subject = "";
            Decision.prototype.rule = "";
            Decision.prototype.outcome = "";
            Decision.prototype.details = $util.emptyObject;
            Decision.prototype.tookMs = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Decision.prototype, "_tookMs", {
                get: $util.oneOfGetter($oneOfFields = ["tookMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Decision.create = function(properties) {
                return new Decision(properties);
            };

            Decision.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(8).int64(message.at);
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject !== "")
                    writer.uint32(18).string(message.subject);
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule") && message.rule !== "")
                    writer.uint32(26).string(message.rule);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
                    writer.uint32(34).string(message.outcome);
                if (message.details != null && $Object.hasOwnProperty.call(message, "details"))
                    for (let keys = $Object.keys(message.details), i = 0; i < keys.length; ++i)
                        writer.uint32(42).fork().uint32(10).string(keys[i]).uint32(18).string(message.details[keys[i]]).ldelim();
                if (message.tookMs != null && $Object.hasOwnProperty.call(message, "tookMs"))
                    writer.uint32(48).uint32(message.tookMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Decision.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Decision();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rule = value;
                            else
                                delete message.rule;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (message.details === $util.emptyObject)
                                message.details = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.details, key);
                            message.details[key] = value;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            message.tookMs = reader.uint32();
                            message._tookMs = "tookMs";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Decision;
        })();

        v1.Contact = (function() {

            const Contact = function (properties) {
                this.phones = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Contact.prototype.name = "";
            Contact.prototype.company = "";
            Contact.prototype.ref = "";
            Contact.prototype.url = "";
            Contact.prototype.phones = $util.emptyArray;
            Contact.prototype.responsible = "";

            Contact.create = function(properties) {
                return new Contact(properties);
            };

            Contact.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.company != null && $Object.hasOwnProperty.call(message, "company") && message.company !== "")
                    writer.uint32(18).string(message.company);
                if (message.ref != null && $Object.hasOwnProperty.call(message, "ref") && message.ref !== "")
                    writer.uint32(26).string(message.ref);
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(34).string(message.url);
                if (message.phones != null && message.phones.length)
                    for (let i = 0; i < message.phones.length; ++i)
                        writer.uint32(42).string(message.phones[i]);
                if (message.responsible != null && $Object.hasOwnProperty.call(message, "responsible") && message.responsible !== "")
                    writer.uint32(50).string(message.responsible);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Contact.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Contact();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.company = value;
                            else
                                delete message.company;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ref = value;
                            else
                                delete message.ref;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.phones && message.phones.length))
                                message.phones = [];
                            message.phones.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsible = value;
                            else
                                delete message.responsible;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Contact;
        })();

        v1.Counterparty = (function() {

            const Counterparty = function (properties) {
                this.contacts = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Counterparty.prototype.base = "";
            Counterparty.prototype.contacts = $util.emptyArray;

            Counterparty.create = function(properties) {
                return new Counterparty(properties);
            };

            Counterparty.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.base != null && $Object.hasOwnProperty.call(message, "base") && message.base !== "")
                    writer.uint32(10).string(message.base);
                if (message.contacts != null && message.contacts.length)
                    for (let i = 0; i < message.contacts.length; ++i)
                        $root.callbus.v1.Contact.encode(message.contacts[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Counterparty.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Counterparty();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.base = value;
                            else
                                delete message.base;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.contacts && message.contacts.length))
                                message.contacts = [];
                            message.contacts.push($root.callbus.v1.Contact.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Counterparty;
        })();

        v1.Command = (function() {

            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Command.prototype.commandId = "";
            Command.prototype.instance = "";
            Command.prototype.verb = "";
            Command.prototype.issuedAt = 0;
            Command.prototype.notAfter = 0;
            Command.prototype.issuedBy = "";
            Command.prototype.makeCall = null;
            Command.prototype.parameters = null;

            let $oneOfFields;

            $Object.defineProperty(Command.prototype, "request", {
                get: $util.oneOfGetter($oneOfFields = ["makeCall", "parameters"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Command.create = function(properties) {
                return new Command(properties);
            };

            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                    writer.uint32(10).string(message.commandId);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(18).string(message.instance);
                if (message.verb != null && $Object.hasOwnProperty.call(message, "verb") && message.verb !== "")
                    writer.uint32(26).string(message.verb);
                if (message.issuedAt != null && $Object.hasOwnProperty.call(message, "issuedAt") && (typeof message.issuedAt === "object" ? message.issuedAt.low || message.issuedAt.high : message.issuedAt !== 0))
                    writer.uint32(32).int64(message.issuedAt);
                if (message.notAfter != null && $Object.hasOwnProperty.call(message, "notAfter") && (typeof message.notAfter === "object" ? message.notAfter.low || message.notAfter.high : message.notAfter !== 0))
                    writer.uint32(40).int64(message.notAfter);
                if (message.issuedBy != null && $Object.hasOwnProperty.call(message, "issuedBy") && message.issuedBy !== "")
                    writer.uint32(50).string(message.issuedBy);
                if (message.makeCall != null && $Object.hasOwnProperty.call(message, "makeCall"))
                    $root.callbus.v1.MakeCall.encode(message.makeCall, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.parameters != null && $Object.hasOwnProperty.call(message, "parameters"))
                    writer.uint32(90).string(message.parameters);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.verb = value;
                            else
                                delete message.verb;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAt = value;
                            else
                                delete message.issuedAt;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.notAfter = value;
                            else
                                delete message.notAfter;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.issuedBy = value;
                            else
                                delete message.issuedBy;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.makeCall = $root.callbus.v1.MakeCall.decode(reader, reader.size(), $undefined, _depth + 1, message.makeCall);
                            message.request = "makeCall";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.parameters = reader.stringVerify();
                            message.request = "parameters";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        v1.MakeCall = (function() {

            const MakeCall = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MakeCall.prototype.extension = "";
            MakeCall.prototype.number = "";

            MakeCall.create = function(properties) {
                return new MakeCall(properties);
            };

            MakeCall.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(10).string(message.extension);
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== "")
                    writer.uint32(18).string(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MakeCall.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.MakeCall();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MakeCall;
        })();

        v1.CommandResult = (function() {

            const CommandResult = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CommandResult.prototype.commandId = "";
            CommandResult.prototype.ok = false;
            CommandResult.prototype.fault = null;
            CommandResult.prototype.result = "";

            CommandResult.create = function(properties) {
                return new CommandResult(properties);
            };

            CommandResult.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                    writer.uint32(10).string(message.commandId);
                if (message.ok != null && $Object.hasOwnProperty.call(message, "ok") && message.ok !== false)
                    writer.uint32(16).bool(message.ok);
                if (message.fault != null && $Object.hasOwnProperty.call(message, "fault"))
                    $root.callbus.v1.Fault.encode(message.fault, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== "")
                    writer.uint32(34).string(message.result);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CommandResult.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.CommandResult();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ok = value;
                            else
                                delete message.ok;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.fault = $root.callbus.v1.Fault.decode(reader, reader.size(), $undefined, _depth + 1, message.fault);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandResult;
        })();

        v1.Fault = (function() {

            const Fault = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Fault.prototype.code = "";
            Fault.prototype.message = "";
            Fault.prototype.status = 0;

            Fault.create = function(properties) {
                return new Fault(properties);
            };

            Fault.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(18).string(message.message);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(24).uint32(message.status);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Fault.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Fault();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Fault;
        })();

        v1.RouteQuestion = (function() {

            const RouteQuestion = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RouteQuestion.prototype.questionId = "";
            RouteQuestion.prototype.instance = "";
            RouteQuestion.prototype.key = "";
            RouteQuestion.prototype.nativeId = "";
            RouteQuestion.prototype.calling = null;
            RouteQuestion.prototype.did = "";
            RouteQuestion.prototype.queue = "";
            RouteQuestion.prototype.deadlineMs = 0;
            RouteQuestion.prototype.orderGroup = "";

            RouteQuestion.create = function(properties) {
                return new RouteQuestion(properties);
            };

            RouteQuestion.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.questionId != null && $Object.hasOwnProperty.call(message, "questionId") && message.questionId !== "")
                    writer.uint32(10).string(message.questionId);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(18).string(message.instance);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(26).string(message.key);
                if (message.nativeId != null && $Object.hasOwnProperty.call(message, "nativeId") && message.nativeId !== "")
                    writer.uint32(34).string(message.nativeId);
                if (message.calling != null && $Object.hasOwnProperty.call(message, "calling"))
                    $root.callbus.v1.Party.encode(message.calling, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.did != null && $Object.hasOwnProperty.call(message, "did") && message.did !== "")
                    writer.uint32(50).string(message.did);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== "")
                    writer.uint32(58).string(message.queue);
                if (message.deadlineMs != null && $Object.hasOwnProperty.call(message, "deadlineMs") && message.deadlineMs !== 0)
                    writer.uint32(64).uint32(message.deadlineMs);
                if (message.orderGroup != null && $Object.hasOwnProperty.call(message, "orderGroup") && message.orderGroup !== "")
                    writer.uint32(74).string(message.orderGroup);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RouteQuestion.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.RouteQuestion();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.questionId = value;
                            else
                                delete message.questionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nativeId = value;
                            else
                                delete message.nativeId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.calling = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.calling);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.did = value;
                            else
                                delete message.did;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.queue = value;
                            else
                                delete message.queue;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.deadlineMs = value;
                            else
                                delete message.deadlineMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.orderGroup = value;
                            else
                                delete message.orderGroup;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RouteQuestion;
        })();

        v1.RouteAnswer = (function() {

            const RouteAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RouteAnswer.prototype.questionId = "";
            RouteAnswer.prototype.extension = "";
            RouteAnswer.prototype.decision = null;
            RouteAnswer.prototype.counterparty = null;

            RouteAnswer.create = function(properties) {
                return new RouteAnswer(properties);
            };

            RouteAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.questionId != null && $Object.hasOwnProperty.call(message, "questionId") && message.questionId !== "")
                    writer.uint32(10).string(message.questionId);
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(18).string(message.extension);
                if (message.decision != null && $Object.hasOwnProperty.call(message, "decision"))
                    $root.callbus.v1.Decision.encode(message.decision, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.counterparty != null && $Object.hasOwnProperty.call(message, "counterparty"))
                    $root.callbus.v1.Counterparty.encode(message.counterparty, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RouteAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.RouteAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.questionId = value;
                            else
                                delete message.questionId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.decision = $root.callbus.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1, message.decision);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.counterparty = $root.callbus.v1.Counterparty.decode(reader, reader.size(), $undefined, _depth + 1, message.counterparty);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RouteAnswer;
        })();

        v1.LookupKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "NUMBER"] = 1;
            values[valuesById[2] = "EMAIL"] = 2;
            values[valuesById[3] = "SEARCH"] = 3;
            values[valuesById[4] = "CREATE"] = 4;
            values[valuesById[5] = "UUID"] = 5;
            return values;
        })();

        v1.LookupStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "FOUND"] = 1;
            values[valuesById[2] = "NOT_FOUND"] = 2;
            values[valuesById[3] = "UNAVAILABLE"] = 3;
            values[valuesById[4] = "UNSUPPORTED"] = 4;
            return values;
        })();

        v1.LookupQuestion = (function() {

            const LookupQuestion = function (properties) {
                this.fields = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LookupQuestion.prototype.kind = 0;
            LookupQuestion.prototype.text = "";
            LookupQuestion.prototype.e164 = "";
            LookupQuestion.prototype.deadlineMs = 0;
            LookupQuestion.prototype.fresh = false;
            LookupQuestion.prototype.fields = $util.emptyObject;

            LookupQuestion.create = function(properties) {
                return new LookupQuestion(properties);
            };

            LookupQuestion.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(8).int32(message.kind);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(18).string(message.text);
                if (message.e164 != null && $Object.hasOwnProperty.call(message, "e164") && message.e164 !== "")
                    writer.uint32(26).string(message.e164);
                if (message.deadlineMs != null && $Object.hasOwnProperty.call(message, "deadlineMs") && message.deadlineMs !== 0)
                    writer.uint32(32).uint32(message.deadlineMs);
                if (message.fresh != null && $Object.hasOwnProperty.call(message, "fresh") && message.fresh !== false)
                    writer.uint32(40).bool(message.fresh);
                if (message.fields != null && $Object.hasOwnProperty.call(message, "fields"))
                    for (let keys = $Object.keys(message.fields), i = 0; i < keys.length; ++i)
                        writer.uint32(50).fork().uint32(10).string(keys[i]).uint32(18).string(message.fields[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LookupQuestion.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.LookupQuestion();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.e164 = value;
                            else
                                delete message.e164;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.deadlineMs = value;
                            else
                                delete message.deadlineMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.fresh = value;
                            else
                                delete message.fresh;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (message.fields === $util.emptyObject)
                                message.fields = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.fields, key);
                            message.fields[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LookupQuestion;
        })();

        v1.LookupAnswer = (function() {

            const LookupAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LookupAnswer.prototype.status = 0;
            LookupAnswer.prototype.counterparty = null;
            LookupAnswer.prototype.responsible = "";
            LookupAnswer.prototype.reason = "";
            LookupAnswer.prototype.cached = false;
            LookupAnswer.prototype.tookMs = 0;

            LookupAnswer.create = function(properties) {
                return new LookupAnswer(properties);
            };

            LookupAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(8).int32(message.status);
                if (message.counterparty != null && $Object.hasOwnProperty.call(message, "counterparty"))
                    $root.callbus.v1.Counterparty.encode(message.counterparty, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.responsible != null && $Object.hasOwnProperty.call(message, "responsible") && message.responsible !== "")
                    writer.uint32(26).string(message.responsible);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(34).string(message.reason);
                if (message.cached != null && $Object.hasOwnProperty.call(message, "cached") && message.cached !== false)
                    writer.uint32(40).bool(message.cached);
                if (message.tookMs != null && $Object.hasOwnProperty.call(message, "tookMs") && message.tookMs !== 0)
                    writer.uint32(48).uint32(message.tookMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LookupAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.LookupAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.counterparty = $root.callbus.v1.Counterparty.decode(reader, reader.size(), $undefined, _depth + 1, message.counterparty);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsible = value;
                            else
                                delete message.responsible;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.cached = value;
                            else
                                delete message.cached;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tookMs = value;
                            else
                                delete message.tookMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LookupAnswer;
        })();

        v1.DeadLetter = (function() {

            const DeadLetter = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DeadLetter.prototype.id = "";
            DeadLetter.prototype.service = "";
            DeadLetter.prototype.at = 0;
            DeadLetter.prototype.code = "";
            DeadLetter.prototype.reason = "";
            DeadLetter.prototype.source = "";
            DeadLetter.prototype.contentType = "";
            DeadLetter.prototype.payload = $util.newBuffer([]);
            DeadLetter.prototype.attempts = 0;
            DeadLetter.prototype.callId = "";

            DeadLetter.create = function(properties) {
                return new DeadLetter(properties);
            };

            DeadLetter.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(10).string(message.id);
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(18).string(message.service);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(24).int64(message.at);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(34).string(message.code);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(42).string(message.reason);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(50).string(message.source);
                if (message.contentType != null && $Object.hasOwnProperty.call(message, "contentType") && message.contentType !== "")
                    writer.uint32(58).string(message.contentType);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(66).bytes(message.payload);
                if (message.attempts != null && $Object.hasOwnProperty.call(message, "attempts") && message.attempts !== 0)
                    writer.uint32(72).uint32(message.attempts);
                if (message.callId != null && $Object.hasOwnProperty.call(message, "callId") && message.callId !== "")
                    writer.uint32(82).string(message.callId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DeadLetter.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.DeadLetter();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.contentType = value;
                            else
                                delete message.contentType;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempts = value;
                            else
                                delete message.attempts;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.callId = value;
                            else
                                delete message.callId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DeadLetter;
        })();

        v1.EventType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "SERVICE_INITIATED"] = 1;
            values[valuesById[2] = "ORIGINATED"] = 2;
            values[valuesById[3] = "OFFERED"] = 3;
            values[valuesById[4] = "DELIVERED"] = 4;
            values[valuesById[5] = "ESTABLISHED"] = 5;
            values[valuesById[6] = "QUEUED"] = 6;
            values[valuesById[7] = "DIVERTED"] = 7;
            values[valuesById[8] = "HELD"] = 8;
            values[valuesById[9] = "RETRIEVED"] = 9;
            values[valuesById[10] = "TRANSFERRED"] = 10;
            values[valuesById[11] = "CONFERENCED"] = 11;
            values[valuesById[12] = "FAILED"] = 12;
            values[valuesById[13] = "CONNECTION_CLEARED"] = 13;
            values[valuesById[14] = "CALL_CLEARED"] = 14;
            values[valuesById[15] = "DIGITS_GENERATED"] = 15;
            values[valuesById[16] = "CALL_INFORMATION"] = 16;
            values[valuesById[17] = "RECORDING_READY"] = 17;
            values[valuesById[18] = "CALLS_MERGED"] = 18;
            values[valuesById[19] = "SOURCE_GAP"] = 19;
            values[valuesById[20] = "CALL_REPORTED"] = 20;
            values[valuesById[21] = "CALL_EXPIRED"] = 21;
            values[valuesById[22] = "ROUTE_DECIDED"] = 22;
            return values;
        })();

        v1.CallEvent = (function() {

            const CallEvent = function (properties) {
                this.attributes = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CallEvent.prototype.eventId = "";
            CallEvent.prototype.type = 0;
            CallEvent.prototype.instance = "";
            CallEvent.prototype.key = "";
            CallEvent.prototype.orderGroup = "";
            CallEvent.prototype.nativeId = "";
            CallEvent.prototype.direction = 0;
            CallEvent.prototype.occurredAt = 0;
            CallEvent.prototype.observedAt = 0;
            CallEvent.prototype.clockOffset = null;
            CallEvent.prototype.ordinal = 0;
            CallEvent.prototype.connection = null;
            CallEvent.prototype.calling = null;
            CallEvent.prototype.called = null;
            CallEvent.prototype.did = "";
            CallEvent.prototype.queue = "";
            CallEvent.prototype.group = "";
            CallEvent.prototype.trunk = "";
            CallEvent.prototype.cause = null;
            CallEvent.prototype.endedBy = 0;
            CallEvent.prototype.raw = null;
            CallEvent.prototype.attributes = $util.emptyObject;
            CallEvent.prototype.tells = 0;
            CallEvent.prototype.report = null;
            CallEvent.prototype.recording = null;
            CallEvent.prototype.digits = null;
            CallEvent.prototype.merge = null;
            CallEvent.prototype.gap = null;
            CallEvent.prototype.information = null;
            CallEvent.prototype.transfer = null;
            CallEvent.prototype.expiry = null;
            CallEvent.prototype.route = null;
            CallEvent.prototype.parked = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallEvent.prototype, "_clockOffset", {
                get: $util.oneOfGetter($oneOfFields = ["clockOffset"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            $Object.defineProperty(CallEvent.prototype, "detail", {
                get: $util.oneOfGetter($oneOfFields = ["report", "recording", "digits", "merge", "gap", "information", "transfer", "expiry", "route", "parked"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            CallEvent.create = function(properties) {
                return new CallEvent(properties);
            };

            CallEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.eventId != null && $Object.hasOwnProperty.call(message, "eventId") && message.eventId !== "")
                    writer.uint32(10).string(message.eventId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(16).int32(message.type);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(26).string(message.instance);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(34).string(message.key);
                if (message.orderGroup != null && $Object.hasOwnProperty.call(message, "orderGroup") && message.orderGroup !== "")
                    writer.uint32(42).string(message.orderGroup);
                if (message.nativeId != null && $Object.hasOwnProperty.call(message, "nativeId") && message.nativeId !== "")
                    writer.uint32(50).string(message.nativeId);
                if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                    writer.uint32(56).int32(message.direction);
                if (message.occurredAt != null && $Object.hasOwnProperty.call(message, "occurredAt") && (typeof message.occurredAt === "object" ? message.occurredAt.low || message.occurredAt.high : message.occurredAt !== 0))
                    writer.uint32(64).int64(message.occurredAt);
                if (message.observedAt != null && $Object.hasOwnProperty.call(message, "observedAt") && (typeof message.observedAt === "object" ? message.observedAt.low || message.observedAt.high : message.observedAt !== 0))
                    writer.uint32(72).int64(message.observedAt);
                if (message.clockOffset != null && $Object.hasOwnProperty.call(message, "clockOffset"))
                    writer.uint32(80).sint64(message.clockOffset);
                if (message.ordinal != null && $Object.hasOwnProperty.call(message, "ordinal") && message.ordinal !== 0)
                    writer.uint32(88).uint32(message.ordinal);
                if (message.connection != null && $Object.hasOwnProperty.call(message, "connection"))
                    $root.callbus.v1.Connection.encode(message.connection, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.calling != null && $Object.hasOwnProperty.call(message, "calling"))
                    $root.callbus.v1.Party.encode(message.calling, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.called != null && $Object.hasOwnProperty.call(message, "called"))
                    $root.callbus.v1.Party.encode(message.called, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.did != null && $Object.hasOwnProperty.call(message, "did") && message.did !== "")
                    writer.uint32(122).string(message.did);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== "")
                    writer.uint32(130).string(message.queue);
                if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                    writer.uint32(138).string(message.group);
                if (message.trunk != null && $Object.hasOwnProperty.call(message, "trunk") && message.trunk !== "")
                    writer.uint32(146).string(message.trunk);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    $root.callbus.v1.Cause.encode(message.cause, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.endedBy != null && $Object.hasOwnProperty.call(message, "endedBy") && message.endedBy !== 0)
                    writer.uint32(160).int32(message.endedBy);
                if (message.raw != null && $Object.hasOwnProperty.call(message, "raw"))
                    $root.callbus.v1.RawReference.encode(message.raw, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes"))
                    for (let keys = $Object.keys(message.attributes), i = 0; i < keys.length; ++i)
                        writer.uint32(178).fork().uint32(10).string(keys[i]).uint32(18).string(message.attributes[keys[i]]).ldelim();
                if (message.tells != null && $Object.hasOwnProperty.call(message, "tells") && message.tells !== 0)
                    writer.uint32(184).uint32(message.tells);
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.callbus.v1.CallReport.encode(message.report, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.recording != null && $Object.hasOwnProperty.call(message, "recording"))
                    $root.callbus.v1.Recording.encode(message.recording, writer.uint32(250).fork(), _depth + 1).ldelim();
                if (message.digits != null && $Object.hasOwnProperty.call(message, "digits"))
                    $root.callbus.v1.Digits.encode(message.digits, writer.uint32(258).fork(), _depth + 1).ldelim();
                if (message.merge != null && $Object.hasOwnProperty.call(message, "merge"))
                    $root.callbus.v1.Merge.encode(message.merge, writer.uint32(266).fork(), _depth + 1).ldelim();
                if (message.gap != null && $Object.hasOwnProperty.call(message, "gap"))
                    $root.callbus.v1.Gap.encode(message.gap, writer.uint32(274).fork(), _depth + 1).ldelim();
                if (message.information != null && $Object.hasOwnProperty.call(message, "information"))
                    $root.callbus.v1.Information.encode(message.information, writer.uint32(282).fork(), _depth + 1).ldelim();
                if (message.transfer != null && $Object.hasOwnProperty.call(message, "transfer"))
                    $root.callbus.v1.Transfer.encode(message.transfer, writer.uint32(290).fork(), _depth + 1).ldelim();
                if (message.expiry != null && $Object.hasOwnProperty.call(message, "expiry"))
                    $root.callbus.v1.Expiry.encode(message.expiry, writer.uint32(298).fork(), _depth + 1).ldelim();
                if (message.route != null && $Object.hasOwnProperty.call(message, "route"))
                    $root.callbus.v1.RouteOutcome.encode(message.route, writer.uint32(306).fork(), _depth + 1).ldelim();
                if (message.parked != null && $Object.hasOwnProperty.call(message, "parked"))
                    $root.callbus.v1.Parked.encode(message.parked, writer.uint32(314).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CallEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.CallEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.eventId = value;
                            else
                                delete message.eventId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.orderGroup = value;
                            else
                                delete message.orderGroup;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nativeId = value;
                            else
                                delete message.nativeId;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.direction = value;
                            else
                                delete message.direction;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.occurredAt = value;
                            else
                                delete message.occurredAt;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.observedAt = value;
                            else
                                delete message.observedAt;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.clockOffset = $number(reader.sint64());
                            message._clockOffset = "clockOffset";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ordinal = value;
                            else
                                delete message.ordinal;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.connection = $root.callbus.v1.Connection.decode(reader, reader.size(), $undefined, _depth + 1, message.connection);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.calling = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.calling);
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.called = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.called);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.did = value;
                            else
                                delete message.did;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.queue = value;
                            else
                                delete message.queue;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.group = value;
                            else
                                delete message.group;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.trunk = value;
                            else
                                delete message.trunk;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.cause = $root.callbus.v1.Cause.decode(reader, reader.size(), $undefined, _depth + 1, message.cause);
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.endedBy = value;
                            else
                                delete message.endedBy;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.raw = $root.callbus.v1.RawReference.decode(reader, reader.size(), $undefined, _depth + 1, message.raw);
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            if (message.attributes === $util.emptyObject)
                                message.attributes = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.attributes, key);
                            message.attributes[key] = value;
                            continue;
                        }
                    case 23: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tells = value;
                            else
                                delete message.tells;
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.callbus.v1.CallReport.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            message.detail = "report";
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.recording = $root.callbus.v1.Recording.decode(reader, reader.size(), $undefined, _depth + 1, message.recording);
                            message.detail = "recording";
                            continue;
                        }
                    case 32: {
                            if (wireType !== 2)
                                break;
                            message.digits = $root.callbus.v1.Digits.decode(reader, reader.size(), $undefined, _depth + 1, message.digits);
                            message.detail = "digits";
                            continue;
                        }
                    case 33: {
                            if (wireType !== 2)
                                break;
                            message.merge = $root.callbus.v1.Merge.decode(reader, reader.size(), $undefined, _depth + 1, message.merge);
                            message.detail = "merge";
                            continue;
                        }
                    case 34: {
                            if (wireType !== 2)
                                break;
                            message.gap = $root.callbus.v1.Gap.decode(reader, reader.size(), $undefined, _depth + 1, message.gap);
                            message.detail = "gap";
                            continue;
                        }
                    case 35: {
                            if (wireType !== 2)
                                break;
                            message.information = $root.callbus.v1.Information.decode(reader, reader.size(), $undefined, _depth + 1, message.information);
                            message.detail = "information";
                            continue;
                        }
                    case 36: {
                            if (wireType !== 2)
                                break;
                            message.transfer = $root.callbus.v1.Transfer.decode(reader, reader.size(), $undefined, _depth + 1, message.transfer);
                            message.detail = "transfer";
                            continue;
                        }
                    case 37: {
                            if (wireType !== 2)
                                break;
                            message.expiry = $root.callbus.v1.Expiry.decode(reader, reader.size(), $undefined, _depth + 1, message.expiry);
                            message.detail = "expiry";
                            continue;
                        }
                    case 38: {
                            if (wireType !== 2)
                                break;
                            message.route = $root.callbus.v1.RouteOutcome.decode(reader, reader.size(), $undefined, _depth + 1, message.route);
                            message.detail = "route";
                            continue;
                        }
                    case 39: {
                            if (wireType !== 2)
                                break;
                            message.parked = $root.callbus.v1.Parked.decode(reader, reader.size(), $undefined, _depth + 1, message.parked);
                            message.detail = "parked";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CallEvent;
        })();

        v1.SourceTells = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "HOLD"] = 1;
            values[valuesById[2] = "TRANSFER"] = 2;
            values[valuesById[4] = "PARK"] = 4;
            return values;
        })();

        v1.ReportScope = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "CALL"] = 1;
            values[valuesById[2] = "CONNECTION"] = 2;
            return values;
        })();

        v1.ReportOutcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "ANSWERED"] = 1;
            values[valuesById[2] = "NOT_ANSWERED"] = 2;
            values[valuesById[3] = "BUSY"] = 3;
            values[valuesById[4] = "DECLINED"] = 4;
            values[valuesById[5] = "CANCELLED"] = 5;
            values[valuesById[6] = "FAILED"] = 6;
            return values;
        })();

        v1.CallReport = (function() {

            const CallReport = function (properties) {
                this.recordings = [];
                this.talks = [];
                this.rang = [];
                this.decisions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CallReport.prototype.scope = 0;
            CallReport.prototype.outcome = 0;
            CallReport.prototype.startedAt = null;
            CallReport.prototype.answeredAt = null;
            CallReport.prototype.endedAt = null;
            CallReport.prototype.durationSeconds = null;
            CallReport.prototype.talkSeconds = null;
            CallReport.prototype.clockUncertain = false;
            CallReport.prototype.recordings = $util.emptyArray;
            CallReport.prototype.talks = $util.emptyArray;
            CallReport.prototype.rang = $util.emptyArray;
            CallReport.prototype.fromRecords = false;
            CallReport.prototype.decisions = $util.emptyArray;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallReport.prototype, "_startedAt", {
                get: $util.oneOfGetter($oneOfFields = ["startedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallReport.prototype, "_answeredAt", {
                get: $util.oneOfGetter($oneOfFields = ["answeredAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallReport.prototype, "_endedAt", {
                get: $util.oneOfGetter($oneOfFields = ["endedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallReport.prototype, "_durationSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["durationSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CallReport.prototype, "_talkSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["talkSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            CallReport.create = function(properties) {
                return new CallReport(properties);
            };

            CallReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.scope != null && $Object.hasOwnProperty.call(message, "scope") && message.scope !== 0)
                    writer.uint32(8).int32(message.scope);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(16).int32(message.outcome);
                if (message.startedAt != null && $Object.hasOwnProperty.call(message, "startedAt"))
                    writer.uint32(24).int64(message.startedAt);
                if (message.answeredAt != null && $Object.hasOwnProperty.call(message, "answeredAt"))
                    writer.uint32(32).int64(message.answeredAt);
                if (message.endedAt != null && $Object.hasOwnProperty.call(message, "endedAt"))
                    writer.uint32(40).int64(message.endedAt);
                if (message.durationSeconds != null && $Object.hasOwnProperty.call(message, "durationSeconds"))
                    writer.uint32(49).double(message.durationSeconds);
                if (message.talkSeconds != null && $Object.hasOwnProperty.call(message, "talkSeconds"))
                    writer.uint32(57).double(message.talkSeconds);
                if (message.clockUncertain != null && $Object.hasOwnProperty.call(message, "clockUncertain") && message.clockUncertain !== false)
                    writer.uint32(64).bool(message.clockUncertain);
                if (message.recordings != null && message.recordings.length)
                    for (let i = 0; i < message.recordings.length; ++i)
                        $root.callbus.v1.Recording.encode(message.recordings[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.talks != null && message.talks.length)
                    for (let i = 0; i < message.talks.length; ++i)
                        $root.callbus.v1.ReportedTalk.encode(message.talks[i], writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.rang != null && message.rang.length)
                    for (let i = 0; i < message.rang.length; ++i)
                        writer.uint32(90).string(message.rang[i]);
                if (message.fromRecords != null && $Object.hasOwnProperty.call(message, "fromRecords") && message.fromRecords !== false)
                    writer.uint32(96).bool(message.fromRecords);
                if (message.decisions != null && message.decisions.length)
                    for (let i = 0; i < message.decisions.length; ++i)
                        $root.callbus.v1.Decision.encode(message.decisions[i], writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CallReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.CallReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.scope = value;
                            else
                                delete message.scope;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.startedAt = $number(reader.int64());
                            message._startedAt = "startedAt";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.answeredAt = $number(reader.int64());
                            message._answeredAt = "answeredAt";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.endedAt = $number(reader.int64());
                            message._endedAt = "endedAt";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            message.durationSeconds = reader.double();
                            message._durationSeconds = "durationSeconds";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            message.talkSeconds = reader.double();
                            message._talkSeconds = "talkSeconds";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.clockUncertain = value;
                            else
                                delete message.clockUncertain;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.recordings && message.recordings.length))
                                message.recordings = [];
                            message.recordings.push($root.callbus.v1.Recording.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.talks && message.talks.length))
                                message.talks = [];
                            message.talks.push($root.callbus.v1.ReportedTalk.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rang && message.rang.length))
                                message.rang = [];
                            message.rang.push(reader.stringVerify());
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.fromRecords = value;
                            else
                                delete message.fromRecords;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.decisions && message.decisions.length))
                                message.decisions = [];
                            message.decisions.push($root.callbus.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CallReport;
        })();

        v1.ReportedTalk = (function() {

            const ReportedTalk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ReportedTalk.prototype.extension = "";
            ReportedTalk.prototype.number = "";
            ReportedTalk.prototype.startedAt = null;
            ReportedTalk.prototype.endedAt = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(ReportedTalk.prototype, "_startedAt", {
                get: $util.oneOfGetter($oneOfFields = ["startedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(ReportedTalk.prototype, "_endedAt", {
                get: $util.oneOfGetter($oneOfFields = ["endedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            ReportedTalk.create = function(properties) {
                return new ReportedTalk(properties);
            };

            ReportedTalk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(10).string(message.extension);
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== "")
                    writer.uint32(18).string(message.number);
                if (message.startedAt != null && $Object.hasOwnProperty.call(message, "startedAt"))
                    writer.uint32(24).int64(message.startedAt);
                if (message.endedAt != null && $Object.hasOwnProperty.call(message, "endedAt"))
                    writer.uint32(32).int64(message.endedAt);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ReportedTalk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.ReportedTalk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.startedAt = $number(reader.int64());
                            message._startedAt = "startedAt";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.endedAt = $number(reader.int64());
                            message._endedAt = "endedAt";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ReportedTalk;
        })();

        v1.Digits = (function() {

            const Digits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Digits.prototype.digits = "";

            Digits.create = function(properties) {
                return new Digits(properties);
            };

            Digits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.digits != null && $Object.hasOwnProperty.call(message, "digits") && message.digits !== "")
                    writer.uint32(10).string(message.digits);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Digits.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Digits();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digits = value;
                            else
                                delete message.digits;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Digits;
        })();

        v1.Merge = (function() {

            const Merge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Merge.prototype.otherKey = "";
            Merge.prototype.otherInstance = "";

            Merge.create = function(properties) {
                return new Merge(properties);
            };

            Merge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.otherKey != null && $Object.hasOwnProperty.call(message, "otherKey") && message.otherKey !== "")
                    writer.uint32(10).string(message.otherKey);
                if (message.otherInstance != null && $Object.hasOwnProperty.call(message, "otherInstance") && message.otherInstance !== "")
                    writer.uint32(18).string(message.otherInstance);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Merge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Merge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.otherKey = value;
                            else
                                delete message.otherKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.otherInstance = value;
                            else
                                delete message.otherInstance;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Merge;
        })();

        v1.Gap = (function() {

            const Gap = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Gap.prototype.from = 0;
            Gap.prototype.to = 0;
            Gap.prototype.reason = "";
            Gap.prototype.lost = 0;

            Gap.create = function(properties) {
                return new Gap(properties);
            };

            Gap.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && (typeof message.from === "object" ? message.from.low || message.from.high : message.from !== 0))
                    writer.uint32(8).int64(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && (typeof message.to === "object" ? message.to.low || message.to.high : message.to !== 0))
                    writer.uint32(16).int64(message.to);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(26).string(message.reason);
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost") && message.lost !== 0)
                    writer.uint32(32).uint32(message.lost);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Gap.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Gap();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lost = value;
                            else
                                delete message.lost;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Gap;
        })();

        v1.Information = (function() {

            const Information = function (properties) {
                this.decisions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Information.prototype.counterparty = null;
            Information.prototype.decisions = $util.emptyArray;
            Information.prototype.accountCode = "";
            Information.prototype.responsible = "";

            Information.create = function(properties) {
                return new Information(properties);
            };

            Information.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.counterparty != null && $Object.hasOwnProperty.call(message, "counterparty"))
                    $root.callbus.v1.Counterparty.encode(message.counterparty, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.decisions != null && message.decisions.length)
                    for (let i = 0; i < message.decisions.length; ++i)
                        $root.callbus.v1.Decision.encode(message.decisions[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.accountCode != null && $Object.hasOwnProperty.call(message, "accountCode") && message.accountCode !== "")
                    writer.uint32(26).string(message.accountCode);
                if (message.responsible != null && $Object.hasOwnProperty.call(message, "responsible") && message.responsible !== "")
                    writer.uint32(34).string(message.responsible);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Information.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Information();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.counterparty = $root.callbus.v1.Counterparty.decode(reader, reader.size(), $undefined, _depth + 1, message.counterparty);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.decisions && message.decisions.length))
                                message.decisions = [];
                            message.decisions.push($root.callbus.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.accountCode = value;
                            else
                                delete message.accountCode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsible = value;
                            else
                                delete message.responsible;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Information;
        })();

        v1.TransferKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "BLIND"] = 1;
            values[valuesById[2] = "ATTENDED"] = 2;
            return values;
        })();

        v1.Transfer = (function() {

            const Transfer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Transfer.prototype.kind = 0;
            Transfer.prototype.fromConnection = "";
            Transfer.prototype.toConnection = "";
            Transfer.prototype.target = null;

            Transfer.create = function(properties) {
                return new Transfer(properties);
            };

            Transfer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(8).int32(message.kind);
                if (message.fromConnection != null && $Object.hasOwnProperty.call(message, "fromConnection") && message.fromConnection !== "")
                    writer.uint32(18).string(message.fromConnection);
                if (message.toConnection != null && $Object.hasOwnProperty.call(message, "toConnection") && message.toConnection !== "")
                    writer.uint32(26).string(message.toConnection);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
                    $root.callbus.v1.Party.encode(message.target, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Transfer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Transfer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fromConnection = value;
                            else
                                delete message.fromConnection;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.toConnection = value;
                            else
                                delete message.toConnection;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.target = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.target);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Transfer;
        })();

        v1.ExpiryReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "SILENT_RINGING"] = 1;
            values[valuesById[2] = "SILENT"] = 2;
            values[valuesById[3] = "SETTLED"] = 3;
            return values;
        })();

        v1.Expiry = (function() {

            const Expiry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Expiry.prototype.reason = 0;
            Expiry.prototype.basedOn = 0;

            Expiry.create = function(properties) {
                return new Expiry(properties);
            };

            Expiry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== 0)
                    writer.uint32(8).int32(message.reason);
                if (message.basedOn != null && $Object.hasOwnProperty.call(message, "basedOn") && (typeof message.basedOn === "object" ? message.basedOn.low || message.basedOn.high : message.basedOn !== 0))
                    writer.uint32(16).uint64(message.basedOn);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Expiry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Expiry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.basedOn = value;
                            else
                                delete message.basedOn;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Expiry;
        })();

        v1.RouteOutcome = (function() {

            const RouteOutcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RouteOutcome.prototype.extension = "";
            RouteOutcome.prototype.decision = null;
            RouteOutcome.prototype.number = "";

            RouteOutcome.create = function(properties) {
                return new RouteOutcome(properties);
            };

            RouteOutcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(10).string(message.extension);
                if (message.decision != null && $Object.hasOwnProperty.call(message, "decision"))
                    $root.callbus.v1.Decision.encode(message.decision, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== "")
                    writer.uint32(26).string(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RouteOutcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.RouteOutcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.decision = $root.callbus.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1, message.decision);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RouteOutcome;
        })();

        v1.Parked = (function() {

            const Parked = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Parked.prototype.space = "";

            Parked.create = function(properties) {
                return new Parked(properties);
            };

            Parked.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.space != null && $Object.hasOwnProperty.call(message, "space") && message.space !== "")
                    writer.uint32(10).string(message.space);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Parked.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Parked();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.space = value;
                            else
                                delete message.space;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Parked;
        })();

        v1.ExchangeDirection = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "IN"] = 1;
            values[valuesById[2] = "OUT"] = 2;
            return values;
        })();

        v1.ExchangeBatch = (function() {

            const ExchangeBatch = function (properties) {
                this.exchanges = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ExchangeBatch.prototype.service = "";
            ExchangeBatch.prototype.exchanges = $util.emptyArray;
            ExchangeBatch.prototype.dropped = 0;

            ExchangeBatch.create = function(properties) {
                return new ExchangeBatch(properties);
            };

            ExchangeBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(10).string(message.service);
                if (message.exchanges != null && message.exchanges.length)
                    for (let i = 0; i < message.exchanges.length; ++i)
                        $root.callbus.v1.Exchange.encode(message.exchanges[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.dropped != null && $Object.hasOwnProperty.call(message, "dropped") && message.dropped !== 0)
                    writer.uint32(24).uint32(message.dropped);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ExchangeBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.ExchangeBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.exchanges && message.exchanges.length))
                                message.exchanges = [];
                            message.exchanges.push($root.callbus.v1.Exchange.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dropped = value;
                            else
                                delete message.dropped;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ExchangeBatch;
        })();

        v1.Exchange = (function() {

            const Exchange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Exchange.prototype.at = 0;
            Exchange.prototype.direction = 0;
            Exchange.prototype.method = "";
            Exchange.prototype.route = "";
            Exchange.prototype.status = null;
            Exchange.prototype.latencyMs = null;
            Exchange.prototype.request = "";
            Exchange.prototype.response = "";
            Exchange.prototype.error = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Exchange.prototype, "_status", {
                get: $util.oneOfGetter($oneOfFields = ["status"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Exchange.prototype, "_latencyMs", {
                get: $util.oneOfGetter($oneOfFields = ["latencyMs"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Exchange.create = function(properties) {
                return new Exchange(properties);
            };

            Exchange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(8).int64(message.at);
                if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                    writer.uint32(16).int32(message.direction);
                if (message.method != null && $Object.hasOwnProperty.call(message, "method") && message.method !== "")
                    writer.uint32(26).string(message.method);
                if (message.route != null && $Object.hasOwnProperty.call(message, "route") && message.route !== "")
                    writer.uint32(34).string(message.route);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    writer.uint32(40).uint32(message.status);
                if (message.latencyMs != null && $Object.hasOwnProperty.call(message, "latencyMs"))
                    writer.uint32(49).double(message.latencyMs);
                if (message.request != null && $Object.hasOwnProperty.call(message, "request") && message.request !== "")
                    writer.uint32(58).string(message.request);
                if (message.response != null && $Object.hasOwnProperty.call(message, "response") && message.response !== "")
                    writer.uint32(66).string(message.response);
                if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== "")
                    writer.uint32(74).string(message.error);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Exchange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Exchange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.direction = value;
                            else
                                delete message.direction;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.method = value;
                            else
                                delete message.method;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.route = value;
                            else
                                delete message.route;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.status = reader.uint32();
                            message._status = "status";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            message.latencyMs = reader.double();
                            message._latencyMs = "latencyMs";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.request = value;
                            else
                                delete message.request;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.response = value;
                            else
                                delete message.response;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.error = value;
                            else
                                delete message.error;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Exchange;
        })();

        v1.InteractionKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "MESSAGE"] = 1;
            values[valuesById[2] = "REMOTE_SESSION"] = 2;
            values[valuesById[3] = "TREATMENT"] = 3;
            values[valuesById[4] = "RATING"] = 4;
            values[valuesById[5] = "COMMENT"] = 5;
            return values;
        })();

        v1.InteractionEvent = (function() {

            const InteractionEvent = function (properties) {
                this.parties = [];
                this.files = [];
                this.details = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            InteractionEvent.prototype.eventId = "";
            InteractionEvent.prototype.kind = 0;
            InteractionEvent.prototype.instance = "";
            InteractionEvent.prototype.id = "";
            InteractionEvent.prototype.orderGroup = "";
            InteractionEvent.prototype.login = "";
            InteractionEvent.prototype.incoming = false;
            InteractionEvent.prototype.occurredAt = 0;
            InteractionEvent.prototype.observedAt = 0;
            InteractionEvent.prototype.clockOffset = null;
            InteractionEvent.prototype.state = "";
            InteractionEvent.prototype.author = null;
            InteractionEvent.prototype.parties = $util.emptyArray;
            InteractionEvent.prototype.text = "";
            InteractionEvent.prototype.parentId = "";
            InteractionEvent.prototype.rating = null;
            InteractionEvent.prototype.durationSeconds = null;
            InteractionEvent.prototype.files = $util.emptyArray;
            InteractionEvent.prototype.raw = null;
            InteractionEvent.prototype.details = $util.emptyObject;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(InteractionEvent.prototype, "_clockOffset", {
                get: $util.oneOfGetter($oneOfFields = ["clockOffset"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(InteractionEvent.prototype, "_rating", {
                get: $util.oneOfGetter($oneOfFields = ["rating"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(InteractionEvent.prototype, "_durationSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["durationSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            InteractionEvent.create = function(properties) {
                return new InteractionEvent(properties);
            };

            InteractionEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.eventId != null && $Object.hasOwnProperty.call(message, "eventId") && message.eventId !== "")
                    writer.uint32(10).string(message.eventId);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(16).int32(message.kind);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(26).string(message.instance);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(34).string(message.id);
                if (message.orderGroup != null && $Object.hasOwnProperty.call(message, "orderGroup") && message.orderGroup !== "")
                    writer.uint32(42).string(message.orderGroup);
                if (message.login != null && $Object.hasOwnProperty.call(message, "login") && message.login !== "")
                    writer.uint32(50).string(message.login);
                if (message.incoming != null && $Object.hasOwnProperty.call(message, "incoming") && message.incoming !== false)
                    writer.uint32(56).bool(message.incoming);
                if (message.occurredAt != null && $Object.hasOwnProperty.call(message, "occurredAt") && (typeof message.occurredAt === "object" ? message.occurredAt.low || message.occurredAt.high : message.occurredAt !== 0))
                    writer.uint32(64).int64(message.occurredAt);
                if (message.observedAt != null && $Object.hasOwnProperty.call(message, "observedAt") && (typeof message.observedAt === "object" ? message.observedAt.low || message.observedAt.high : message.observedAt !== 0))
                    writer.uint32(72).int64(message.observedAt);
                if (message.clockOffset != null && $Object.hasOwnProperty.call(message, "clockOffset"))
                    writer.uint32(80).sint64(message.clockOffset);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(90).string(message.state);
                if (message.author != null && $Object.hasOwnProperty.call(message, "author"))
                    $root.callbus.v1.Party.encode(message.author, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.parties != null && message.parties.length)
                    for (let i = 0; i < message.parties.length; ++i)
                        $root.callbus.v1.Party.encode(message.parties[i], writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(114).string(message.text);
                if (message.parentId != null && $Object.hasOwnProperty.call(message, "parentId") && message.parentId !== "")
                    writer.uint32(122).string(message.parentId);
                if (message.rating != null && $Object.hasOwnProperty.call(message, "rating"))
                    writer.uint32(128).uint32(message.rating);
                if (message.durationSeconds != null && $Object.hasOwnProperty.call(message, "durationSeconds"))
                    writer.uint32(137).double(message.durationSeconds);
                if (message.files != null && message.files.length)
                    for (let i = 0; i < message.files.length; ++i)
                        $root.callbus.v1.TransferredFile.encode(message.files[i], writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.raw != null && $Object.hasOwnProperty.call(message, "raw"))
                    $root.callbus.v1.RawReference.encode(message.raw, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.details != null && $Object.hasOwnProperty.call(message, "details"))
                    for (let keys = $Object.keys(message.details), i = 0; i < keys.length; ++i)
                        writer.uint32(162).fork().uint32(10).string(keys[i]).uint32(18).string(message.details[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            InteractionEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.InteractionEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.eventId = value;
                            else
                                delete message.eventId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.orderGroup = value;
                            else
                                delete message.orderGroup;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.login = value;
                            else
                                delete message.login;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.incoming = value;
                            else
                                delete message.incoming;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.occurredAt = value;
                            else
                                delete message.occurredAt;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.observedAt = value;
                            else
                                delete message.observedAt;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.clockOffset = $number(reader.sint64());
                            message._clockOffset = "clockOffset";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.author = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.author);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parties && message.parties.length))
                                message.parties = [];
                            message.parties.push($root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.parentId = value;
                            else
                                delete message.parentId;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            message.rating = reader.uint32();
                            message._rating = "rating";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 1)
                                break;
                            message.durationSeconds = reader.double();
                            message._durationSeconds = "durationSeconds";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if (!(message.files && message.files.length))
                                message.files = [];
                            message.files.push($root.callbus.v1.TransferredFile.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.raw = $root.callbus.v1.RawReference.decode(reader, reader.size(), $undefined, _depth + 1, message.raw);
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if (message.details === $util.emptyObject)
                                message.details = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.details, key);
                            message.details[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return InteractionEvent;
        })();

        v1.TransferredFile = (function() {

            const TransferredFile = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TransferredFile.prototype.name = "";
            TransferredFile.prototype.sourceDir = "";
            TransferredFile.prototype.destinationDir = "";
            TransferredFile.prototype.size = null;
            TransferredFile.prototype.uploaded = false;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(TransferredFile.prototype, "_size", {
                get: $util.oneOfGetter($oneOfFields = ["size"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            TransferredFile.create = function(properties) {
                return new TransferredFile(properties);
            };

            TransferredFile.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.sourceDir != null && $Object.hasOwnProperty.call(message, "sourceDir") && message.sourceDir !== "")
                    writer.uint32(18).string(message.sourceDir);
                if (message.destinationDir != null && $Object.hasOwnProperty.call(message, "destinationDir") && message.destinationDir !== "")
                    writer.uint32(26).string(message.destinationDir);
                if (message.size != null && $Object.hasOwnProperty.call(message, "size"))
                    writer.uint32(32).uint64(message.size);
                if (message.uploaded != null && $Object.hasOwnProperty.call(message, "uploaded") && message.uploaded !== false)
                    writer.uint32(40).bool(message.uploaded);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TransferredFile.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.TransferredFile();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceDir = value;
                            else
                                delete message.sourceDir;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.destinationDir = value;
                            else
                                delete message.destinationDir;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.size = $number(reader.uint64());
                            message._size = "size";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.uploaded = value;
                            else
                                delete message.uploaded;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TransferredFile;
        })();

        v1.CallStatus = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "ANSWERED"] = 1;
            values[valuesById[2] = "MISSED"] = 2;
            values[valuesById[3] = "NOANSWER"] = 3;
            values[valuesById[4] = "BUSY"] = 4;
            values[valuesById[5] = "DECLINED"] = 5;
            values[valuesById[6] = "CANCELLED"] = 6;
            values[valuesById[7] = "FAILED"] = 7;
            return values;
        })();

        v1.RecordState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "PROVISIONAL"] = 1;
            values[valuesById[2] = "FINAL"] = 2;
            values[valuesById[3] = "AMENDED"] = 3;
            values[valuesById[4] = "MERGED"] = 4;
            return values;
        })();

        v1.Evidence = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "FULL"] = 1;
            values[valuesById[2] = "PARTIAL"] = 2;
            return values;
        })();

        v1.Segment = (function() {

            const Segment = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Segment.prototype.extension = "";
            Segment.prototype.number = "";
            Segment.prototype.startedAt = null;
            Segment.prototype.endedAt = null;
            Segment.prototype.talkSeconds = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Segment.prototype, "_startedAt", {
                get: $util.oneOfGetter($oneOfFields = ["startedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Segment.prototype, "_endedAt", {
                get: $util.oneOfGetter($oneOfFields = ["endedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Segment.prototype, "_talkSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["talkSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Segment.create = function(properties) {
                return new Segment(properties);
            };

            Segment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(10).string(message.extension);
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== "")
                    writer.uint32(18).string(message.number);
                if (message.startedAt != null && $Object.hasOwnProperty.call(message, "startedAt"))
                    writer.uint32(24).int64(message.startedAt);
                if (message.endedAt != null && $Object.hasOwnProperty.call(message, "endedAt"))
                    writer.uint32(32).int64(message.endedAt);
                if (message.talkSeconds != null && $Object.hasOwnProperty.call(message, "talkSeconds"))
                    writer.uint32(41).double(message.talkSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Segment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Segment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.startedAt = $number(reader.int64());
                            message._startedAt = "startedAt";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.endedAt = $number(reader.int64());
                            message._endedAt = "endedAt";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            message.talkSeconds = reader.double();
                            message._talkSeconds = "talkSeconds";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Segment;
        })();

        v1.TransferRecord = (function() {

            const TransferRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TransferRecord.prototype.kind = "";
            TransferRecord.prototype.fromExtension = "";
            TransferRecord.prototype.toExtension = "";
            TransferRecord.prototype.toNumber = "";
            TransferRecord.prototype.at = 0;
            TransferRecord.prototype.answered = false;

            TransferRecord.create = function(properties) {
                return new TransferRecord(properties);
            };

            TransferRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(10).string(message.kind);
                if (message.fromExtension != null && $Object.hasOwnProperty.call(message, "fromExtension") && message.fromExtension !== "")
                    writer.uint32(18).string(message.fromExtension);
                if (message.toExtension != null && $Object.hasOwnProperty.call(message, "toExtension") && message.toExtension !== "")
                    writer.uint32(26).string(message.toExtension);
                if (message.toNumber != null && $Object.hasOwnProperty.call(message, "toNumber") && message.toNumber !== "")
                    writer.uint32(34).string(message.toNumber);
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(40).int64(message.at);
                if (message.answered != null && $Object.hasOwnProperty.call(message, "answered") && message.answered !== false)
                    writer.uint32(48).bool(message.answered);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TransferRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.TransferRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fromExtension = value;
                            else
                                delete message.fromExtension;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.toExtension = value;
                            else
                                delete message.toExtension;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.toNumber = value;
                            else
                                delete message.toNumber;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.answered = value;
                            else
                                delete message.answered;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TransferRecord;
        })();

        v1.JournalRecord = (function() {

            const JournalRecord = function (properties) {
                this.rang = [];
                this.segments = [];
                this.transfers = [];
                this.recordings = [];
                this.nativeIds = [];
                this.decisions = [];
                this.attributes = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            JournalRecord.prototype.callId = "";
            JournalRecord.prototype.revision = 0;
            JournalRecord.prototype.state = 0;
            JournalRecord.prototype.instance = "";
            JournalRecord.prototype.orderGroup = "";
            JournalRecord.prototype.direction = 0;
            JournalRecord.prototype.status = 0;
            JournalRecord.prototype.externalNumber = null;
            JournalRecord.prototype.externalNumberRaw = "";
            JournalRecord.prototype.did = "";
            JournalRecord.prototype.extension = "";
            JournalRecord.prototype.callerExtension = "";
            JournalRecord.prototype.rang = $util.emptyArray;
            JournalRecord.prototype.answeredBy = "";
            JournalRecord.prototype.queue = "";
            JournalRecord.prototype.group = "";
            JournalRecord.prototype.trunk = "";
            JournalRecord.prototype.startedAt = 0;
            JournalRecord.prototype.answeredAt = null;
            JournalRecord.prototype.endedAt = null;
            JournalRecord.prototype.ringSeconds = null;
            JournalRecord.prototype.waitSeconds = null;
            JournalRecord.prototype.talkSeconds = null;
            JournalRecord.prototype.holdSeconds = null;
            JournalRecord.prototype.parkedSeconds = null;
            JournalRecord.prototype.segments = $util.emptyArray;
            JournalRecord.prototype.transfers = $util.emptyArray;
            JournalRecord.prototype.recordings = $util.emptyArray;
            JournalRecord.prototype.nativeIds = $util.emptyArray;
            JournalRecord.prototype.counterparty = null;
            JournalRecord.prototype.responsible = "";
            JournalRecord.prototype.cause = null;
            JournalRecord.prototype.endedBy = 0;
            JournalRecord.prototype.evidence = 0;
            JournalRecord.prototype.mergedInto = "";
            JournalRecord.prototype.decisions = $util.emptyArray;
            JournalRecord.prototype.accountCode = "";
            JournalRecord.prototype.calling = null;
            JournalRecord.prototype.called = null;
            JournalRecord.prototype.attributes = $util.emptyObject;
            JournalRecord.prototype.externalDigits = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_externalNumber", {
                get: $util.oneOfGetter($oneOfFields = ["externalNumber"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_answeredAt", {
                get: $util.oneOfGetter($oneOfFields = ["answeredAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_endedAt", {
                get: $util.oneOfGetter($oneOfFields = ["endedAt"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_ringSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["ringSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_waitSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["waitSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_talkSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["talkSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_holdSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["holdSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(JournalRecord.prototype, "_parkedSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["parkedSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            JournalRecord.create = function(properties) {
                return new JournalRecord(properties);
            };

            JournalRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.callId != null && $Object.hasOwnProperty.call(message, "callId") && message.callId !== "")
                    writer.uint32(10).string(message.callId);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== 0)
                    writer.uint32(16).uint32(message.revision);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(24).int32(message.state);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(34).string(message.instance);
                if (message.orderGroup != null && $Object.hasOwnProperty.call(message, "orderGroup") && message.orderGroup !== "")
                    writer.uint32(42).string(message.orderGroup);
                if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                    writer.uint32(48).int32(message.direction);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                    writer.uint32(56).int32(message.status);
                if (message.externalNumber != null && $Object.hasOwnProperty.call(message, "externalNumber"))
                    writer.uint32(66).string(message.externalNumber);
                if (message.externalNumberRaw != null && $Object.hasOwnProperty.call(message, "externalNumberRaw") && message.externalNumberRaw !== "")
                    writer.uint32(74).string(message.externalNumberRaw);
                if (message.did != null && $Object.hasOwnProperty.call(message, "did") && message.did !== "")
                    writer.uint32(82).string(message.did);
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(90).string(message.extension);
                if (message.callerExtension != null && $Object.hasOwnProperty.call(message, "callerExtension") && message.callerExtension !== "")
                    writer.uint32(98).string(message.callerExtension);
                if (message.rang != null && message.rang.length)
                    for (let i = 0; i < message.rang.length; ++i)
                        writer.uint32(106).string(message.rang[i]);
                if (message.answeredBy != null && $Object.hasOwnProperty.call(message, "answeredBy") && message.answeredBy !== "")
                    writer.uint32(114).string(message.answeredBy);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== "")
                    writer.uint32(122).string(message.queue);
                if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                    writer.uint32(130).string(message.group);
                if (message.trunk != null && $Object.hasOwnProperty.call(message, "trunk") && message.trunk !== "")
                    writer.uint32(138).string(message.trunk);
                if (message.startedAt != null && $Object.hasOwnProperty.call(message, "startedAt") && (typeof message.startedAt === "object" ? message.startedAt.low || message.startedAt.high : message.startedAt !== 0))
                    writer.uint32(144).int64(message.startedAt);
                if (message.answeredAt != null && $Object.hasOwnProperty.call(message, "answeredAt"))
                    writer.uint32(152).int64(message.answeredAt);
                if (message.endedAt != null && $Object.hasOwnProperty.call(message, "endedAt"))
                    writer.uint32(160).int64(message.endedAt);
                if (message.ringSeconds != null && $Object.hasOwnProperty.call(message, "ringSeconds"))
                    writer.uint32(169).double(message.ringSeconds);
                if (message.waitSeconds != null && $Object.hasOwnProperty.call(message, "waitSeconds"))
                    writer.uint32(177).double(message.waitSeconds);
                if (message.talkSeconds != null && $Object.hasOwnProperty.call(message, "talkSeconds"))
                    writer.uint32(185).double(message.talkSeconds);
                if (message.holdSeconds != null && $Object.hasOwnProperty.call(message, "holdSeconds"))
                    writer.uint32(193).double(message.holdSeconds);
                if (message.parkedSeconds != null && $Object.hasOwnProperty.call(message, "parkedSeconds"))
                    writer.uint32(201).double(message.parkedSeconds);
                if (message.segments != null && message.segments.length)
                    for (let i = 0; i < message.segments.length; ++i)
                        $root.callbus.v1.Segment.encode(message.segments[i], writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.transfers != null && message.transfers.length)
                    for (let i = 0; i < message.transfers.length; ++i)
                        $root.callbus.v1.TransferRecord.encode(message.transfers[i], writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.recordings != null && message.recordings.length)
                    for (let i = 0; i < message.recordings.length; ++i)
                        $root.callbus.v1.Recording.encode(message.recordings[i], writer.uint32(226).fork(), _depth + 1).ldelim();
                if (message.nativeIds != null && message.nativeIds.length)
                    for (let i = 0; i < message.nativeIds.length; ++i)
                        writer.uint32(234).string(message.nativeIds[i]);
                if (message.counterparty != null && $Object.hasOwnProperty.call(message, "counterparty"))
                    $root.callbus.v1.Counterparty.encode(message.counterparty, writer.uint32(242).fork(), _depth + 1).ldelim();
                if (message.responsible != null && $Object.hasOwnProperty.call(message, "responsible") && message.responsible !== "")
                    writer.uint32(250).string(message.responsible);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    $root.callbus.v1.Cause.encode(message.cause, writer.uint32(258).fork(), _depth + 1).ldelim();
                if (message.endedBy != null && $Object.hasOwnProperty.call(message, "endedBy") && message.endedBy !== 0)
                    writer.uint32(264).int32(message.endedBy);
                if (message.evidence != null && $Object.hasOwnProperty.call(message, "evidence") && message.evidence !== 0)
                    writer.uint32(272).int32(message.evidence);
                if (message.mergedInto != null && $Object.hasOwnProperty.call(message, "mergedInto") && message.mergedInto !== "")
                    writer.uint32(282).string(message.mergedInto);
                if (message.decisions != null && message.decisions.length)
                    for (let i = 0; i < message.decisions.length; ++i)
                        $root.callbus.v1.Decision.encode(message.decisions[i], writer.uint32(290).fork(), _depth + 1).ldelim();
                if (message.accountCode != null && $Object.hasOwnProperty.call(message, "accountCode") && message.accountCode !== "")
                    writer.uint32(298).string(message.accountCode);
                if (message.calling != null && $Object.hasOwnProperty.call(message, "calling"))
                    $root.callbus.v1.Party.encode(message.calling, writer.uint32(306).fork(), _depth + 1).ldelim();
                if (message.called != null && $Object.hasOwnProperty.call(message, "called"))
                    $root.callbus.v1.Party.encode(message.called, writer.uint32(314).fork(), _depth + 1).ldelim();
                if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes"))
                    for (let keys = $Object.keys(message.attributes), i = 0; i < keys.length; ++i)
                        writer.uint32(322).fork().uint32(10).string(keys[i]).uint32(18).string(message.attributes[keys[i]]).ldelim();
                if (message.externalDigits != null && $Object.hasOwnProperty.call(message, "externalDigits") && message.externalDigits !== "")
                    writer.uint32(330).string(message.externalDigits);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            JournalRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.JournalRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.callId = value;
                            else
                                delete message.callId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.orderGroup = value;
                            else
                                delete message.orderGroup;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.direction = value;
                            else
                                delete message.direction;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.status = value;
                            else
                                delete message.status;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.externalNumber = reader.stringVerify();
                            message._externalNumber = "externalNumber";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalNumberRaw = value;
                            else
                                delete message.externalNumberRaw;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.did = value;
                            else
                                delete message.did;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.callerExtension = value;
                            else
                                delete message.callerExtension;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rang && message.rang.length))
                                message.rang = [];
                            message.rang.push(reader.stringVerify());
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.answeredBy = value;
                            else
                                delete message.answeredBy;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.queue = value;
                            else
                                delete message.queue;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.group = value;
                            else
                                delete message.group;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.trunk = value;
                            else
                                delete message.trunk;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.startedAt = value;
                            else
                                delete message.startedAt;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 0)
                                break;
                            message.answeredAt = $number(reader.int64());
                            message._answeredAt = "answeredAt";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            message.endedAt = $number(reader.int64());
                            message._endedAt = "endedAt";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 1)
                                break;
                            message.ringSeconds = reader.double();
                            message._ringSeconds = "ringSeconds";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 1)
                                break;
                            message.waitSeconds = reader.double();
                            message._waitSeconds = "waitSeconds";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 1)
                                break;
                            message.talkSeconds = reader.double();
                            message._talkSeconds = "talkSeconds";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 1)
                                break;
                            message.holdSeconds = reader.double();
                            message._holdSeconds = "holdSeconds";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 1)
                                break;
                            message.parkedSeconds = reader.double();
                            message._parkedSeconds = "parkedSeconds";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            if (!(message.segments && message.segments.length))
                                message.segments = [];
                            message.segments.push($root.callbus.v1.Segment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            if (!(message.transfers && message.transfers.length))
                                message.transfers = [];
                            message.transfers.push($root.callbus.v1.TransferRecord.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 28: {
                            if (wireType !== 2)
                                break;
                            if (!(message.recordings && message.recordings.length))
                                message.recordings = [];
                            message.recordings.push($root.callbus.v1.Recording.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 29: {
                            if (wireType !== 2)
                                break;
                            if (!(message.nativeIds && message.nativeIds.length))
                                message.nativeIds = [];
                            message.nativeIds.push(reader.stringVerify());
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            message.counterparty = $root.callbus.v1.Counterparty.decode(reader, reader.size(), $undefined, _depth + 1, message.counterparty);
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsible = value;
                            else
                                delete message.responsible;
                            continue;
                        }
                    case 32: {
                            if (wireType !== 2)
                                break;
                            message.cause = $root.callbus.v1.Cause.decode(reader, reader.size(), $undefined, _depth + 1, message.cause);
                            continue;
                        }
                    case 33: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.endedBy = value;
                            else
                                delete message.endedBy;
                            continue;
                        }
                    case 34: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.evidence = value;
                            else
                                delete message.evidence;
                            continue;
                        }
                    case 35: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mergedInto = value;
                            else
                                delete message.mergedInto;
                            continue;
                        }
                    case 36: {
                            if (wireType !== 2)
                                break;
                            if (!(message.decisions && message.decisions.length))
                                message.decisions = [];
                            message.decisions.push($root.callbus.v1.Decision.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 37: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.accountCode = value;
                            else
                                delete message.accountCode;
                            continue;
                        }
                    case 38: {
                            if (wireType !== 2)
                                break;
                            message.calling = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.calling);
                            continue;
                        }
                    case 39: {
                            if (wireType !== 2)
                                break;
                            message.called = $root.callbus.v1.Party.decode(reader, reader.size(), $undefined, _depth + 1, message.called);
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            if (message.attributes === $util.emptyObject)
                                message.attributes = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.attributes, key);
                            message.attributes[key] = value;
                            continue;
                        }
                    case 41: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalDigits = value;
                            else
                                delete message.externalDigits;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JournalRecord;
        })();

        v1.CallSnapshot = (function() {

            const CallSnapshot = function (properties) {
                this.connections = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CallSnapshot.prototype.record = null;
            CallSnapshot.prototype.connections = $util.emptyArray;
            CallSnapshot.prototype.at = 0;
            CallSnapshot.prototype.sequence = 0;
            CallSnapshot.prototype.ended = false;

            CallSnapshot.create = function(properties) {
                return new CallSnapshot(properties);
            };

            CallSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    $root.callbus.v1.JournalRecord.encode(message.record, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.connections != null && message.connections.length)
                    for (let i = 0; i < message.connections.length; ++i)
                        $root.callbus.v1.LiveConnection.encode(message.connections[i], writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.at != null && $Object.hasOwnProperty.call(message, "at") && (typeof message.at === "object" ? message.at.low || message.at.high : message.at !== 0))
                    writer.uint32(24).int64(message.at);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(32).uint64(message.sequence);
                if (message.ended != null && $Object.hasOwnProperty.call(message, "ended") && message.ended !== false)
                    writer.uint32(40).bool(message.ended);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CallSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.CallSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.record = $root.callbus.v1.JournalRecord.decode(reader, reader.size(), $undefined, _depth + 1, message.record);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.connections && message.connections.length))
                                message.connections = [];
                            message.connections.push($root.callbus.v1.LiveConnection.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.at = value;
                            else
                                delete message.at;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ended = value;
                            else
                                delete message.ended;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CallSnapshot;
        })();

        v1.LiveConnection = (function() {

            const LiveConnection = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LiveConnection.prototype.connection = null;
            LiveConnection.prototype.since = 0;

            LiveConnection.create = function(properties) {
                return new LiveConnection(properties);
            };

            LiveConnection.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.connection != null && $Object.hasOwnProperty.call(message, "connection"))
                    $root.callbus.v1.Connection.encode(message.connection, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.since != null && $Object.hasOwnProperty.call(message, "since") && (typeof message.since === "object" ? message.since.low || message.since.high : message.since !== 0))
                    writer.uint32(16).int64(message.since);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LiveConnection.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.LiveConnection();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.connection = $root.callbus.v1.Connection.decode(reader, reader.size(), $undefined, _depth + 1, message.connection);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.since = value;
                            else
                                delete message.since;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LiveConnection;
        })();

        v1.PopupAction = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "SHOW"] = 1;
            values[valuesById[2] = "UPDATE"] = 2;
            values[valuesById[3] = "HIDE"] = 3;
            return values;
        })();

        v1.PopupPhase = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNSPECIFIED"] = 0;
            values[valuesById[1] = "RINGING"] = 1;
            values[valuesById[2] = "ORIGINATED"] = 2;
            values[valuesById[3] = "ANSWERED"] = 3;
            values[valuesById[4] = "INFORMATION"] = 4;
            values[valuesById[5] = "ENDED"] = 5;
            return values;
        })();

        v1.Popup = (function() {

            const Popup = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Popup.prototype.popupId = "";
            Popup.prototype.callId = "";
            Popup.prototype.instance = "";
            Popup.prototype.extension = "";
            Popup.prototype.action = 0;
            Popup.prototype.phase = 0;
            Popup.prototype.direction = 0;
            Popup.prototype.externalNumber = null;
            Popup.prototype.externalNumberRaw = "";
            Popup.prototype.externalDigits = "";
            Popup.prototype.did = "";
            Popup.prototype.queue = "";
            Popup.prototype.group = "";
            Popup.prototype.counterparty = null;
            Popup.prototype.responsible = "";
            Popup.prototype.reason = "";
            Popup.prototype.issuedAt = 0;
            Popup.prototype.expiresAt = 0;
            Popup.prototype.callerExtension = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Popup.prototype, "_externalNumber", {
                get: $util.oneOfGetter($oneOfFields = ["externalNumber"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Popup.create = function(properties) {
                return new Popup(properties);
            };

            Popup.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.popupId != null && $Object.hasOwnProperty.call(message, "popupId") && message.popupId !== "")
                    writer.uint32(10).string(message.popupId);
                if (message.callId != null && $Object.hasOwnProperty.call(message, "callId") && message.callId !== "")
                    writer.uint32(18).string(message.callId);
                if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== "")
                    writer.uint32(26).string(message.instance);
                if (message.extension != null && $Object.hasOwnProperty.call(message, "extension") && message.extension !== "")
                    writer.uint32(34).string(message.extension);
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
                    writer.uint32(40).int32(message.action);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(48).int32(message.phase);
                if (message.direction != null && $Object.hasOwnProperty.call(message, "direction") && message.direction !== 0)
                    writer.uint32(56).int32(message.direction);
                if (message.externalNumber != null && $Object.hasOwnProperty.call(message, "externalNumber"))
                    writer.uint32(66).string(message.externalNumber);
                if (message.externalNumberRaw != null && $Object.hasOwnProperty.call(message, "externalNumberRaw") && message.externalNumberRaw !== "")
                    writer.uint32(74).string(message.externalNumberRaw);
                if (message.externalDigits != null && $Object.hasOwnProperty.call(message, "externalDigits") && message.externalDigits !== "")
                    writer.uint32(82).string(message.externalDigits);
                if (message.did != null && $Object.hasOwnProperty.call(message, "did") && message.did !== "")
                    writer.uint32(90).string(message.did);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue") && message.queue !== "")
                    writer.uint32(98).string(message.queue);
                if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                    writer.uint32(106).string(message.group);
                if (message.counterparty != null && $Object.hasOwnProperty.call(message, "counterparty"))
                    $root.callbus.v1.Counterparty.encode(message.counterparty, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.responsible != null && $Object.hasOwnProperty.call(message, "responsible") && message.responsible !== "")
                    writer.uint32(122).string(message.responsible);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(130).string(message.reason);
                if (message.issuedAt != null && $Object.hasOwnProperty.call(message, "issuedAt") && (typeof message.issuedAt === "object" ? message.issuedAt.low || message.issuedAt.high : message.issuedAt !== 0))
                    writer.uint32(136).int64(message.issuedAt);
                if (message.expiresAt != null && $Object.hasOwnProperty.call(message, "expiresAt") && (typeof message.expiresAt === "object" ? message.expiresAt.low || message.expiresAt.high : message.expiresAt !== 0))
                    writer.uint32(144).int64(message.expiresAt);
                if (message.callerExtension != null && $Object.hasOwnProperty.call(message, "callerExtension") && message.callerExtension !== "")
                    writer.uint32(154).string(message.callerExtension);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Popup.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.callbus.v1.Popup();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.popupId = value;
                            else
                                delete message.popupId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.callId = value;
                            else
                                delete message.callId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.instance = value;
                            else
                                delete message.instance;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.extension = value;
                            else
                                delete message.extension;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.direction = value;
                            else
                                delete message.direction;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.externalNumber = reader.stringVerify();
                            message._externalNumber = "externalNumber";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalNumberRaw = value;
                            else
                                delete message.externalNumberRaw;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalDigits = value;
                            else
                                delete message.externalDigits;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.did = value;
                            else
                                delete message.did;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.queue = value;
                            else
                                delete message.queue;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.group = value;
                            else
                                delete message.group;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.counterparty = $root.callbus.v1.Counterparty.decode(reader, reader.size(), $undefined, _depth + 1, message.counterparty);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responsible = value;
                            else
                                delete message.responsible;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAt = value;
                            else
                                delete message.issuedAt;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = $number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                                message.expiresAt = value;
                            else
                                delete message.expiresAt;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.callerExtension = value;
                            else
                                delete message.callerExtension;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Popup;
        })();

        return v1;
    })();

    return callbus;
})();

export {
  $root as default
};
