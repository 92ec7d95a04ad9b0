import * as $protobuf from "protobufjs";

/** Namespace callbus. */
export namespace callbus {

    /** Namespace v1. */
    namespace v1 {

        /** What an agent event speaks of. */
        enum AgentEventType {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** PRESENCE value */
            PRESENCE = 1,

            /** PROFILE value */
            PROFILE = 2,

            /** QUEUE_LOGIN value */
            QUEUE_LOGIN = 3,

            /** PAUSE value */
            PAUSE = 4,

            /** DEVICE value */
            DEVICE = 5
        }

        /** Whether an employee can be reached, in words that every source can be brought to. */
        enum Presence {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** OFFLINE value */
            OFFLINE = 1,

            /** AVAILABLE value */
            AVAILABLE = 2,

            /** AWAY value */
            AWAY = 3,

            /** BUSY value */
            BUSY = 4,

            /** RINGING value */
            RINGING = 5,

            /** TALKING value */
            TALKING = 6,

            /** DO_NOT_DISTURB value */
            DO_NOT_DISTURB = 7,

            /** Works, and takes no new requests. */
            NOT_READY = 8
        }

        /**
         * Properties of an AgentEvent.
         * @deprecated Use callbus.v1.AgentEvent.$Properties instead.
         */
        interface IAgentEvent extends callbus.v1.AgentEvent.$Properties {
        }

        /**
         * The state of an employee or a device. Published on
         * callbus.v1.agent.<instance>.<extension>, the newest wins.
         */
        class AgentEvent {

            /**
             * Constructs a new AgentEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.AgentEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentEvent eventId. */
            eventId: string;

            /** AgentEvent type. */
            type: callbus.v1.AgentEventType;

            /** AgentEvent instance. */
            instance: string;

            /** AgentEvent extension. */
            extension: string;

            /** AgentEvent party. */
            party?: (callbus.v1.Party.$Properties|null);

            /** AgentEvent presence. */
            presence: callbus.v1.Presence;

            /** The source's own word for the state. */
            native: string;

            /** AgentEvent profile. */
            profile: string;

            /** AgentEvent queue. */
            queue: string;

            /** AgentEvent loggedIn. */
            loggedIn?: (boolean|null);

            /** AgentEvent paused. */
            paused?: (boolean|null);

            /** AgentEvent reason. */
            reason: string;

            /** AgentEvent occurredAt. */
            occurredAt: number;

            /** AgentEvent observedAt. */
            observedAt: number;

            /** AgentEvent clockOffset. */
            clockOffset?: (number|null);

            /** AgentEvent raw. */
            raw?: (callbus.v1.RawReference.$Properties|null);

            /** AgentEvent attributes. */
            attributes: { [k: string]: string };

            /**
             * Creates a new AgentEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentEvent instance
             */
            static create(properties: callbus.v1.AgentEvent.$Shape): callbus.v1.AgentEvent & callbus.v1.AgentEvent.$Shape;
            static create(properties?: callbus.v1.AgentEvent.$Properties): callbus.v1.AgentEvent;

            /**
             * Encodes the specified AgentEvent message. Does not implicitly {@link callbus.v1.AgentEvent.verify|verify} messages.
             * @param message AgentEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.AgentEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.AgentEvent & callbus.v1.AgentEvent.$Shape} AgentEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.AgentEvent & callbus.v1.AgentEvent.$Shape;
        }

        namespace AgentEvent {

            /** Properties of an AgentEvent. */
            interface $Properties {

                /** AgentEvent eventId */
                eventId?: (string|null);

                /** AgentEvent type */
                type?: (callbus.v1.AgentEventType|null);

                /** AgentEvent instance */
                instance?: (string|null);

                /** AgentEvent extension */
                extension?: (string|null);

                /** AgentEvent party */
                party?: (callbus.v1.Party.$Properties|null);

                /** AgentEvent presence */
                presence?: (callbus.v1.Presence|null);

                /** The source's own word for the state. */
                native?: (string|null);

                /** AgentEvent profile */
                profile?: (string|null);

                /** AgentEvent queue */
                queue?: (string|null);

                /** AgentEvent loggedIn */
                loggedIn?: (boolean|null);

                /** AgentEvent paused */
                paused?: (boolean|null);

                /** AgentEvent reason */
                reason?: (string|null);

                /** AgentEvent occurredAt */
                occurredAt?: (number|null);

                /** AgentEvent observedAt */
                observedAt?: (number|null);

                /** AgentEvent clockOffset */
                clockOffset?: (number|null);

                /** AgentEvent raw */
                raw?: (callbus.v1.RawReference.$Properties|null);

                /** AgentEvent attributes */
                attributes?: ({ [k: string]: string }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentEvent. */
            type $Shape = callbus.v1.AgentEvent.$Properties;
        }

        /**
         * Where the first party of a call stood: on a trunk (inbound), on an extension
         * whose call reached a trunk (outbound), extension to extension (internal).
         */
        enum Direction {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** INBOUND value */
            INBOUND = 1,

            /** OUTBOUND value */
            OUTBOUND = 2,

            /** INTERNAL value */
            INTERNAL = 3
        }

        /**
         * CSTA local connection states (ECMA-269, 6.1.5). State belongs to a device in
         * a call, never to the call itself.
         */
        enum ConnectionState {

            /** NULL value */
            NULL = 0,

            /** INITIATED value */
            INITIATED = 1,

            /** ALERTING value */
            ALERTING = 2,

            /** CONNECTED value */
            CONNECTED = 3,

            /** HOLD value */
            HOLD = 4,

            /** QUEUED value */
            QUEUED = 5,

            /** FAIL value */
            FAIL = 6
        }

        /**
         * What stands at the far end of a connection. Only EMPLOYEE and CUSTOMER are
         * people; the rest never make a call "answered".
         */
        enum DeviceRole {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** EMPLOYEE value */
            EMPLOYEE = 1,

            /** CUSTOMER value */
            CUSTOMER = 2,

            /** IVR, announcement, echo test. */
            SERVICE = 3,

            /** VOICEMAIL value */
            VOICEMAIL = 4,

            /** QUEUE value */
            QUEUE = 5,

            /** GROUP value */
            GROUP = 6,

            /** PARKING value */
            PARKING = 7,

            /** CONFERENCE value */
            CONFERENCE = 8
        }

        /**
         * Why something happened: the CSTA event causes that telephony systems of the
         * field can tell apart.
         */
        enum EventCause {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** NEW_CALL value */
            NEW_CALL = 1,

            /** NORMAL_CLEARING value */
            NORMAL_CLEARING = 2,

            /** BUSY value */
            BUSY = 3,

            /** CALL_NOT_ANSWERED value */
            CALL_NOT_ANSWERED = 4,

            /** CALL_CANCELLED value */
            CALL_CANCELLED = 5,

            /** ALERT_TIME_EXPIRED value */
            ALERT_TIME_EXPIRED = 6,

            /** NO_AVAILABLE_AGENTS value */
            NO_AVAILABLE_AGENTS = 7,

            /** DISTRIBUTED value */
            DISTRIBUTED = 8,

            /** ENTERING_DISTRIBUTION value */
            ENTERING_DISTRIBUTION = 9,

            /** QUEUE_CLEARED value */
            QUEUE_CLEARED = 10,

            /** QUEUE_TIME_OVERFLOW value */
            QUEUE_TIME_OVERFLOW = 11,

            /** CALL_FORWARD value */
            CALL_FORWARD = 12,

            /** CALL_FORWARD_IMMEDIATE value */
            CALL_FORWARD_IMMEDIATE = 13,

            /** CALL_FORWARD_BUSY value */
            CALL_FORWARD_BUSY = 14,

            /** CALL_FORWARD_NO_ANSWER value */
            CALL_FORWARD_NO_ANSWER = 15,

            /** CALL_PICKUP value */
            CALL_PICKUP = 16,

            /** CALL_INTERCEPTION value */
            CALL_INTERCEPTION = 17,

            /** PARK value */
            PARK = 18,

            /** RECALL value */
            RECALL = 19,

            /** RECALL_NO_ANSWER value */
            RECALL_NO_ANSWER = 20,

            /** CONSULTATION value */
            CONSULTATION = 21,

            /** TRANSFER value */
            TRANSFER = 22,

            /** SINGLE_STEP_TRANSFER value */
            SINGLE_STEP_TRANSFER = 23,

            /** CONFERENCE value */
            CONFERENCE = 24,

            /** INTRUDE value */
            INTRUDE = 25,

            /** SILENT_PARTICIPATION value */
            SILENT_PARTICIPATION = 26,

            /** MAKE_CALL value */
            MAKE_CALL = 27,

            /** MULTIPLE_ALERTING value */
            MULTIPLE_ALERTING = 28,

            /** DO_NOT_DISTURB value */
            DO_NOT_DISTURB = 29,

            /** DEST_NOT_OBTAINABLE value */
            DEST_NOT_OBTAINABLE = 30,

            /** DEST_OUT_OF_ORDER value */
            DEST_OUT_OF_ORDER = 31,

            /** NUMBER_UNALLOCATED value */
            NUMBER_UNALLOCATED = 32,

            /** INVALID_NUMBER_FORMAT value */
            INVALID_NUMBER_FORMAT = 33,

            /** NETWORK_CONGESTION value */
            NETWORK_CONGESTION = 34,

            /** NETWORK_OUT_OF_ORDER value */
            NETWORK_OUT_OF_ORDER = 35,

            /** TRUNKS_BUSY value */
            TRUNKS_BUSY = 36,

            /** RESOURCES_NOT_AVAILABLE value */
            RESOURCES_NOT_AVAILABLE = 37,

            /** BLOCKED value */
            BLOCKED = 38,

            /** TIMEOUT value */
            TIMEOUT = 39,

            /** The far end refused (SIP 603, Q.850 21). */
            REJECTED = 40,

            /** Another leg of the same group took the call: neither missed nor answered. */
            ANSWERED_ELSEWHERE = 41
        }

        /** Who let go first. */
        enum EndedBy {

            /** UNKNOWN value */
            UNKNOWN = 0,

            /** CUSTOMER value */
            CUSTOMER = 1,

            /** EMPLOYEE value */
            EMPLOYEE = 2,

            /** The PBX, a time-out, the API. */
            SYSTEM = 3
        }

        /**
         * Properties of a Cause.
         * @deprecated Use callbus.v1.Cause.$Properties instead.
         */
        interface ICause extends callbus.v1.Cause.$Properties {
        }

        /** A cause in three precisions; what the source said is never thrown away. */
        class Cause {

            /**
             * Constructs a new Cause.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Cause.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Cause event. */
            event: callbus.v1.EventCause;

            /** ITU-T Q.850 cause number, raw, where the source tells one. */
            q850?: (number|null);

            /** The source's own word. */
            native: string;

            /**
             * Creates a new Cause instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Cause instance
             */
            static create(properties: callbus.v1.Cause.$Shape): callbus.v1.Cause & callbus.v1.Cause.$Shape;
            static create(properties?: callbus.v1.Cause.$Properties): callbus.v1.Cause;

            /**
             * Encodes the specified Cause message. Does not implicitly {@link callbus.v1.Cause.verify|verify} messages.
             * @param message Cause message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Cause.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Cause message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Cause & callbus.v1.Cause.$Shape} Cause
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Cause & callbus.v1.Cause.$Shape;
        }

        namespace Cause {

            /** Properties of a Cause. */
            interface $Properties {

                /** Cause event */
                event?: (callbus.v1.EventCause|null);

                /** ITU-T Q.850 cause number, raw, where the source tells one. */
                q850?: (number|null);

                /** The source's own word. */
                native?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Cause. */
            type $Shape = callbus.v1.Cause.$Properties;
        }

        /** What kind of name a party goes by. */
        enum PartyKind {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** EXTENSION value */
            EXTENSION = 1,

            /** EXTERNAL value */
            EXTERNAL = 2,

            /** A person or organisation known by UUID only (1C-Connect). */
            UUID = 3,

            /** The caller withheld the number. */
            WITHHELD = 4
        }

        /**
         * Properties of a Party.
         * @deprecated Use callbus.v1.Party.$Properties instead.
         */
        interface IParty extends callbus.v1.Party.$Properties {
        }

        /** One side of a call. */
        class Party {

            /**
             * Constructs a new Party.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Party.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Party kind. */
            kind: callbus.v1.PartyKind;

            /** Exactly as received. */
            number: string;

            /** E.164 with the plus sign, where the number plan allows; core fills it. */
            e164: string;

            /** The internal number of an employee. */
            extension: string;

            /** Party uuid. */
            uuid: string;

            /** Party name. */
            name: string;

            /** The extension behind an outside number ("доб. 123"). */
            suffix: string;

            /**
             * Creates a new Party instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Party instance
             */
            static create(properties: callbus.v1.Party.$Shape): callbus.v1.Party & callbus.v1.Party.$Shape;
            static create(properties?: callbus.v1.Party.$Properties): callbus.v1.Party;

            /**
             * Encodes the specified Party message. Does not implicitly {@link callbus.v1.Party.verify|verify} messages.
             * @param message Party message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Party.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Party message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Party & callbus.v1.Party.$Shape} Party
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Party & callbus.v1.Party.$Shape;
        }

        namespace Party {

            /** Properties of a Party. */
            interface $Properties {

                /** Party kind */
                kind?: (callbus.v1.PartyKind|null);

                /** Exactly as received. */
                number?: (string|null);

                /** E.164 with the plus sign, where the number plan allows; core fills it. */
                e164?: (string|null);

                /** The internal number of an employee. */
                extension?: (string|null);

                /** Party uuid */
                uuid?: (string|null);

                /** Party name */
                name?: (string|null);

                /** The extension behind an outside number ("доб. 123"). */
                suffix?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Party. */
            type $Shape = callbus.v1.Party.$Properties;
        }

        /**
         * Properties of a Connection.
         * @deprecated Use callbus.v1.Connection.$Properties instead.
         */
        interface IConnection extends callbus.v1.Connection.$Properties {
        }

        /** A device in a call (CSTA connection). */
        class Connection {

            /**
             * Constructs a new Connection.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Connection.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Unique inside the call: a native channel, or the device where there is no narrower name. */
            id: string;

            /** Connection role. */
            role: callbus.v1.DeviceRole;

            /** Connection party. */
            party?: (callbus.v1.Party.$Properties|null);

            /** The state after the event that carries this connection. */
            state: callbus.v1.ConnectionState;

            /** The native device or channel name. */
            device: string;

            /** Connection trunk. */
            trunk: string;

            /**
             * Creates a new Connection instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Connection instance
             */
            static create(properties: callbus.v1.Connection.$Shape): callbus.v1.Connection & callbus.v1.Connection.$Shape;
            static create(properties?: callbus.v1.Connection.$Properties): callbus.v1.Connection;

            /**
             * Encodes the specified Connection message. Does not implicitly {@link callbus.v1.Connection.verify|verify} messages.
             * @param message Connection message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Connection.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Connection message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Connection & callbus.v1.Connection.$Shape} Connection
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Connection & callbus.v1.Connection.$Shape;
        }

        namespace Connection {

            /** Properties of a Connection. */
            interface $Properties {

                /** Unique inside the call: a native channel, or the device where there is no narrower name. */
                id?: (string|null);

                /** Connection role */
                role?: (callbus.v1.DeviceRole|null);

                /** Connection party */
                party?: (callbus.v1.Party.$Properties|null);

                /** The state after the event that carries this connection. */
                state?: (callbus.v1.ConnectionState|null);

                /** The native device or channel name. */
                device?: (string|null);

                /** Connection trunk */
                trunk?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Connection. */
            type $Shape = callbus.v1.Connection.$Properties;
        }

        /** How far a recording has come. */
        enum RecordingState {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** The name is known, the file may still grow. */
            KNOWN = 1,

            /** READY value */
            READY = 2,

            /** MISSING value */
            MISSING = 3
        }

        /**
         * Properties of a Recording.
         * @deprecated Use callbus.v1.Recording.$Properties instead.
         */
        interface IRecording extends callbus.v1.Recording.$Properties {
        }

        /** The recording of a call, or of one leg of it. */
        class Recording {

            /**
             * Constructs a new Recording.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Recording.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Recording file. */
            file: string;

            /** Recording url. */
            url: string;

            /** Recording state. */
            state: callbus.v1.RecordingState;

            /**
             * Creates a new Recording instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Recording instance
             */
            static create(properties: callbus.v1.Recording.$Shape): callbus.v1.Recording & callbus.v1.Recording.$Shape;
            static create(properties?: callbus.v1.Recording.$Properties): callbus.v1.Recording;

            /**
             * Encodes the specified Recording message. Does not implicitly {@link callbus.v1.Recording.verify|verify} messages.
             * @param message Recording message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Recording.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Recording message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Recording & callbus.v1.Recording.$Shape} Recording
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Recording & callbus.v1.Recording.$Shape;
        }

        namespace Recording {

            /** Properties of a Recording. */
            interface $Properties {

                /** Recording file */
                file?: (string|null);

                /** Recording url */
                url?: (string|null);

                /** Recording state */
                state?: (callbus.v1.RecordingState|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Recording. */
            type $Shape = callbus.v1.Recording.$Properties;
        }

        /**
         * Properties of a RawReference.
         * @deprecated Use callbus.v1.RawReference.$Properties instead.
         */
        interface IRawReference extends callbus.v1.RawReference.$Properties {
        }

        /** Where in the RAW stream the native frame of an event lies. */
        class RawReference {

            /**
             * Constructs a new RawReference.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.RawReference.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RawReference batch. */
            batch: string;

            /** RawReference offset. */
            offset: number;

            /** RawReference length. */
            length: number;

            /**
             * Creates a new RawReference instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RawReference instance
             */
            static create(properties: callbus.v1.RawReference.$Shape): callbus.v1.RawReference & callbus.v1.RawReference.$Shape;
            static create(properties?: callbus.v1.RawReference.$Properties): callbus.v1.RawReference;

            /**
             * Encodes the specified RawReference message. Does not implicitly {@link callbus.v1.RawReference.verify|verify} messages.
             * @param message RawReference message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.RawReference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RawReference message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.RawReference & callbus.v1.RawReference.$Shape} RawReference
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.RawReference & callbus.v1.RawReference.$Shape;
        }

        namespace RawReference {

            /** Properties of a RawReference. */
            interface $Properties {

                /** RawReference batch */
                batch?: (string|null);

                /** RawReference offset */
                offset?: (number|null);

                /** RawReference length */
                length?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RawReference. */
            type $Shape = callbus.v1.RawReference.$Properties;
        }

        /**
         * Properties of a Decision.
         * @deprecated Use callbus.v1.Decision.$Properties instead.
         */
        interface IDecision extends callbus.v1.Decision.$Properties {
        }

        /** A decision the house took, with the rule that made it: what `callbus explain` prints. */
        class Decision {

            /**
             * Constructs a new Decision.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Decision.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Broker time, Unix milliseconds. */
            at: number;

            /** What was decided: direction, lookup, route, status, times, silence, identity. */
            subject: string;

            /** Stable id of the rule, for instance "direction.stated". */
            rule: string;

            /** The outcome in the rule's own words. */
            outcome: string;

            /** What the rule looked at. */
            details: { [k: string]: string };

            /** How long it took, milliseconds, where waiting was part of it. */
            tookMs?: (number|null);

            /**
             * Creates a new Decision instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Decision instance
             */
            static create(properties: callbus.v1.Decision.$Shape): callbus.v1.Decision & callbus.v1.Decision.$Shape;
            static create(properties?: callbus.v1.Decision.$Properties): callbus.v1.Decision;

            /**
             * Encodes the specified Decision message. Does not implicitly {@link callbus.v1.Decision.verify|verify} messages.
             * @param message Decision message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Decision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Decision message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Decision & callbus.v1.Decision.$Shape} Decision
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Decision & callbus.v1.Decision.$Shape;
        }

        namespace Decision {

            /** Properties of a Decision. */
            interface $Properties {

                /** Broker time, Unix milliseconds. */
                at?: (number|null);

                /** What was decided: direction, lookup, route, status, times, silence, identity. */
                subject?: (string|null);

                /** Stable id of the rule, for instance "direction.stated". */
                rule?: (string|null);

                /** The outcome in the rule's own words. */
                outcome?: (string|null);

                /** What the rule looked at. */
                details?: ({ [k: string]: string }|null);

                /** How long it took, milliseconds, where waiting was part of it. */
                tookMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Decision. */
            type $Shape = callbus.v1.Decision.$Properties;
        }

        /**
         * Properties of a Contact.
         * @deprecated Use callbus.v1.Contact.$Properties instead.
         */
        interface IContact extends callbus.v1.Contact.$Properties {
        }

        /** Somebody 1C knows. */
        class Contact {

            /**
             * Constructs a new Contact.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Contact.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Contact name. */
            name: string;

            /** Contact company. */
            company: string;

            /** The base's own reference (GUID of the catalogue item). */
            ref: string;

            /** Contact url. */
            url: string;

            /** Contact phones. */
            phones: string[];

            /** Extension of the responsible manager. */
            responsible: string;

            /**
             * Creates a new Contact instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Contact instance
             */
            static create(properties: callbus.v1.Contact.$Shape): callbus.v1.Contact & callbus.v1.Contact.$Shape;
            static create(properties?: callbus.v1.Contact.$Properties): callbus.v1.Contact;

            /**
             * Encodes the specified Contact message. Does not implicitly {@link callbus.v1.Contact.verify|verify} messages.
             * @param message Contact message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Contact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Contact message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Contact & callbus.v1.Contact.$Shape} Contact
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Contact & callbus.v1.Contact.$Shape;
        }

        namespace Contact {

            /** Properties of a Contact. */
            interface $Properties {

                /** Contact name */
                name?: (string|null);

                /** Contact company */
                company?: (string|null);

                /** The base's own reference (GUID of the catalogue item). */
                ref?: (string|null);

                /** Contact url */
                url?: (string|null);

                /** Contact phones */
                phones?: (string[]|null);

                /** Extension of the responsible manager. */
                responsible?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Contact. */
            type $Shape = callbus.v1.Contact.$Properties;
        }

        /**
         * Properties of a Counterparty.
         * @deprecated Use callbus.v1.Counterparty.$Properties instead.
         */
        interface ICounterparty extends callbus.v1.Counterparty.$Properties {
        }

        /**
         * Who is at the other end, as a 1C base answered. More than one contact means
         * that the number did not decide: a choice is shown, never the first.
         */
        class Counterparty {

            /**
             * Constructs a new Counterparty.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Counterparty.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** The base (sink id) that answered. */
            base: string;

            /** Counterparty contacts. */
            contacts: callbus.v1.Contact.$Properties[];

            /**
             * Creates a new Counterparty instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Counterparty instance
             */
            static create(properties: callbus.v1.Counterparty.$Shape): callbus.v1.Counterparty & callbus.v1.Counterparty.$Shape;
            static create(properties?: callbus.v1.Counterparty.$Properties): callbus.v1.Counterparty;

            /**
             * Encodes the specified Counterparty message. Does not implicitly {@link callbus.v1.Counterparty.verify|verify} messages.
             * @param message Counterparty message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Counterparty.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Counterparty message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Counterparty & callbus.v1.Counterparty.$Shape} Counterparty
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Counterparty & callbus.v1.Counterparty.$Shape;
        }

        namespace Counterparty {

            /** Properties of a Counterparty. */
            interface $Properties {

                /** The base (sink id) that answered. */
                base?: (string|null);

                /** Counterparty contacts */
                contacts?: (callbus.v1.Contact.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Counterparty. */
            type $Shape = callbus.v1.Counterparty.$Properties;
        }

        /**
         * Properties of a Command.
         * @deprecated Use callbus.v1.Command.$Properties instead.
         */
        interface ICommand extends callbus.v1.Command.$Properties {
        }

        /**
         * Something an adapter is asked to do. Request/reply on
         * callbus.v1.command.<instance>.<verb>.
         */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Chosen by who asks; the same id is done once. */
            commandId: string;

            /** Command instance. */
            instance: string;

            /** Command verb. */
            verb: string;

            /** Broker time, Unix milliseconds; a command is refused after not_after. */
            issuedAt: number;

            /** Command notAfter. */
            notAfter: number;

            /** Name of the API key or service that asks. */
            issuedBy: string;

            /** Command makeCall. */
            makeCall?: (callbus.v1.MakeCall.$Properties|null);

            /** Parameters of any other verb, as a JSON object. */
            parameters?: (string|null);

            /** Command request. */
            request?: ("makeCall"|"parameters");

            /**
             * Creates a new Command instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Command instance
             */
            static create(properties: callbus.v1.Command.$Shape): callbus.v1.Command & callbus.v1.Command.$Shape;
            static create(properties?: callbus.v1.Command.$Properties): callbus.v1.Command;

            /**
             * Encodes the specified Command message. Does not implicitly {@link callbus.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Command & callbus.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Command & callbus.v1.Command.$Shape;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Chosen by who asks; the same id is done once. */
                commandId?: (string|null);

                /** Command instance */
                instance?: (string|null);

                /** Command verb */
                verb?: (string|null);

                /** Broker time, Unix milliseconds; a command is refused after not_after. */
                issuedAt?: (number|null);

                /** Command notAfter */
                notAfter?: (number|null);

                /** Name of the API key or service that asks. */
                issuedBy?: (string|null);

                /** Command makeCall */
                makeCall?: (callbus.v1.MakeCall.$Properties|null);

                /** Parameters of any other verb, as a JSON object. */
                parameters?: (string|null);

                /** Command request */
                request?: ("makeCall"|"parameters");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              commandId?: string|null;
              instance?: string|null;
              verb?: string|null;
              issuedAt?: number|null;
              notAfter?: number|null;
              issuedBy?: string|null;
              makeCall?: callbus.v1.MakeCall.$Shape|null;
              parameters?: string|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ request?: undefined; makeCall?: null; parameters?: null }|{ request?: "makeCall"; makeCall: callbus.v1.MakeCall.$Shape; parameters?: null }|{ request?: "parameters"; makeCall?: null; parameters: string })
            );
        }

        /**
         * Properties of a MakeCall.
         * @deprecated Use callbus.v1.MakeCall.$Properties instead.
         */
        interface IMakeCall extends callbus.v1.MakeCall.$Properties {
        }

        /** Click-to-call: ring the extension, then call the number. */
        class MakeCall {

            /**
             * Constructs a new MakeCall.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.MakeCall.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MakeCall extension. */
            extension: string;

            /** MakeCall number. */
            number: string;

            /**
             * Creates a new MakeCall instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MakeCall instance
             */
            static create(properties: callbus.v1.MakeCall.$Shape): callbus.v1.MakeCall & callbus.v1.MakeCall.$Shape;
            static create(properties?: callbus.v1.MakeCall.$Properties): callbus.v1.MakeCall;

            /**
             * Encodes the specified MakeCall message. Does not implicitly {@link callbus.v1.MakeCall.verify|verify} messages.
             * @param message MakeCall message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.MakeCall.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MakeCall message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.MakeCall & callbus.v1.MakeCall.$Shape} MakeCall
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.MakeCall & callbus.v1.MakeCall.$Shape;
        }

        namespace MakeCall {

            /** Properties of a MakeCall. */
            interface $Properties {

                /** MakeCall extension */
                extension?: (string|null);

                /** MakeCall number */
                number?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MakeCall. */
            type $Shape = callbus.v1.MakeCall.$Properties;
        }

        /**
         * Properties of a CommandResult.
         * @deprecated Use callbus.v1.CommandResult.$Properties instead.
         */
        interface ICommandResult extends callbus.v1.CommandResult.$Properties {
        }

        /** How a command came out. */
        class CommandResult {

            /**
             * Constructs a new CommandResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.CommandResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandResult commandId. */
            commandId: string;

            /** CommandResult ok. */
            ok: boolean;

            /** Set when ok is false. */
            fault?: (callbus.v1.Fault.$Properties|null);

            /** The verb's answer, as a JSON object. */
            result: string;

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandResult instance
             */
            static create(properties: callbus.v1.CommandResult.$Shape): callbus.v1.CommandResult & callbus.v1.CommandResult.$Shape;
            static create(properties?: callbus.v1.CommandResult.$Properties): callbus.v1.CommandResult;

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link callbus.v1.CommandResult.verify|verify} messages.
             * @param message CommandResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.CommandResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.CommandResult & callbus.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.CommandResult & callbus.v1.CommandResult.$Shape;
        }

        namespace CommandResult {

            /** Properties of a CommandResult. */
            interface $Properties {

                /** CommandResult commandId */
                commandId?: (string|null);

                /** CommandResult ok */
                ok?: (boolean|null);

                /** Set when ok is false. */
                fault?: (callbus.v1.Fault.$Properties|null);

                /** The verb's answer, as a JSON object. */
                result?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandResult. */
            type $Shape = callbus.v1.CommandResult.$Properties;
        }

        /**
         * Properties of a Fault.
         * @deprecated Use callbus.v1.Fault.$Properties instead.
         */
        interface IFault extends callbus.v1.Fault.$Properties {
        }

        /** Why a command was not done. */
        class Fault {

            /**
             * Constructs a new Fault.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Fault.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Stable id, for instance "prostiezvonki.rejected". */
            code: string;

            /** For people, in the operator's language. */
            message: string;

            /** The HTTP status that fits, for doors that speak HTTP. */
            status: number;

            /**
             * Creates a new Fault instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Fault instance
             */
            static create(properties: callbus.v1.Fault.$Shape): callbus.v1.Fault & callbus.v1.Fault.$Shape;
            static create(properties?: callbus.v1.Fault.$Properties): callbus.v1.Fault;

            /**
             * Encodes the specified Fault message. Does not implicitly {@link callbus.v1.Fault.verify|verify} messages.
             * @param message Fault message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Fault.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Fault message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Fault & callbus.v1.Fault.$Shape} Fault
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Fault & callbus.v1.Fault.$Shape;
        }

        namespace Fault {

            /** Properties of a Fault. */
            interface $Properties {

                /** Stable id, for instance "prostiezvonki.rejected". */
                code?: (string|null);

                /** For people, in the operator's language. */
                message?: (string|null);

                /** The HTTP status that fits, for doors that speak HTTP. */
                status?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Fault. */
            type $Shape = callbus.v1.Fault.$Properties;
        }

        /**
         * Properties of a RouteQuestion.
         * @deprecated Use callbus.v1.RouteQuestion.$Properties instead.
         */
        interface IRouteQuestion extends callbus.v1.RouteQuestion.$Properties {
        }

        /** Where should this call go? Asked by adapters on callbus.v1.query.route. */
        class RouteQuestion {

            /**
             * Constructs a new RouteQuestion.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.RouteQuestion.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RouteQuestion questionId. */
            questionId: string;

            /** RouteQuestion instance. */
            instance: string;

            /** Empty where the question comes without a call id. */
            key: string;

            /** RouteQuestion nativeId. */
            nativeId: string;

            /** RouteQuestion calling. */
            calling?: (callbus.v1.Party.$Properties|null);

            /** RouteQuestion did. */
            did: string;

            /** RouteQuestion queue. */
            queue: string;

            /** How long the asker waits, milliseconds. */
            deadlineMs: number;

            /** RouteQuestion orderGroup. */
            orderGroup: string;

            /**
             * Creates a new RouteQuestion instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RouteQuestion instance
             */
            static create(properties: callbus.v1.RouteQuestion.$Shape): callbus.v1.RouteQuestion & callbus.v1.RouteQuestion.$Shape;
            static create(properties?: callbus.v1.RouteQuestion.$Properties): callbus.v1.RouteQuestion;

            /**
             * Encodes the specified RouteQuestion message. Does not implicitly {@link callbus.v1.RouteQuestion.verify|verify} messages.
             * @param message RouteQuestion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.RouteQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RouteQuestion message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.RouteQuestion & callbus.v1.RouteQuestion.$Shape} RouteQuestion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.RouteQuestion & callbus.v1.RouteQuestion.$Shape;
        }

        namespace RouteQuestion {

            /** Properties of a RouteQuestion. */
            interface $Properties {

                /** RouteQuestion questionId */
                questionId?: (string|null);

                /** RouteQuestion instance */
                instance?: (string|null);

                /** Empty where the question comes without a call id. */
                key?: (string|null);

                /** RouteQuestion nativeId */
                nativeId?: (string|null);

                /** RouteQuestion calling */
                calling?: (callbus.v1.Party.$Properties|null);

                /** RouteQuestion did */
                did?: (string|null);

                /** RouteQuestion queue */
                queue?: (string|null);

                /** How long the asker waits, milliseconds. */
                deadlineMs?: (number|null);

                /** RouteQuestion orderGroup */
                orderGroup?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RouteQuestion. */
            type $Shape = callbus.v1.RouteQuestion.$Properties;
        }

        /**
         * Properties of a RouteAnswer.
         * @deprecated Use callbus.v1.RouteAnswer.$Properties instead.
         */
        interface IRouteAnswer extends callbus.v1.RouteAnswer.$Properties {
        }

        /** Where the call should go, with the decision behind it. */
        class RouteAnswer {

            /**
             * Constructs a new RouteAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.RouteAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RouteAnswer questionId. */
            questionId: string;

            /** RouteAnswer extension. */
            extension: string;

            /** RouteAnswer decision. */
            decision?: (callbus.v1.Decision.$Properties|null);

            /** RouteAnswer counterparty. */
            counterparty?: (callbus.v1.Counterparty.$Properties|null);

            /**
             * Creates a new RouteAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RouteAnswer instance
             */
            static create(properties: callbus.v1.RouteAnswer.$Shape): callbus.v1.RouteAnswer & callbus.v1.RouteAnswer.$Shape;
            static create(properties?: callbus.v1.RouteAnswer.$Properties): callbus.v1.RouteAnswer;

            /**
             * Encodes the specified RouteAnswer message. Does not implicitly {@link callbus.v1.RouteAnswer.verify|verify} messages.
             * @param message RouteAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.RouteAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RouteAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.RouteAnswer & callbus.v1.RouteAnswer.$Shape} RouteAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.RouteAnswer & callbus.v1.RouteAnswer.$Shape;
        }

        namespace RouteAnswer {

            /** Properties of a RouteAnswer. */
            interface $Properties {

                /** RouteAnswer questionId */
                questionId?: (string|null);

                /** RouteAnswer extension */
                extension?: (string|null);

                /** RouteAnswer decision */
                decision?: (callbus.v1.Decision.$Properties|null);

                /** RouteAnswer counterparty */
                counterparty?: (callbus.v1.Counterparty.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RouteAnswer. */
            type $Shape = callbus.v1.RouteAnswer.$Properties;
        }

        /** What a look-up searches by. */
        enum LookupKind {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** NUMBER value */
            NUMBER = 1,

            /** EMAIL value */
            EMAIL = 2,

            /** SEARCH value */
            SEARCH = 3,

            /** CREATE value */
            CREATE = 4,

            /** UUID value */
            UUID = 5
        }

        /** How a look-up came out. */
        enum LookupStatus {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** FOUND value */
            FOUND = 1,

            /** NOT_FOUND value */
            NOT_FOUND = 2,

            /** Nobody answered in time. */
            UNAVAILABLE = 3,

            /** This base cannot answer that kind of question. */
            UNSUPPORTED = 4
        }

        /**
         * Properties of a LookupQuestion.
         * @deprecated Use callbus.v1.LookupQuestion.$Properties instead.
         */
        interface ILookupQuestion extends callbus.v1.LookupQuestion.$Properties {
        }

        /**
         * Who is this? Asked of core on callbus.v1.query.lookup, and by core of one
         * base on callbus.v1.query.directory.<base>.
         */
        class LookupQuestion {

            /**
             * Constructs a new LookupQuestion.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.LookupQuestion.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LookupQuestion kind. */
            kind: callbus.v1.LookupKind;

            /** As received; the base applies its own rule to it. */
            text: string;

            /** LookupQuestion e164. */
            e164: string;

            /** LookupQuestion deadlineMs. */
            deadlineMs: number;

            /** Ask the base again even if the answer is remembered. */
            fresh: boolean;

            /** LookupQuestion fields. */
            fields: { [k: string]: string };

            /**
             * Creates a new LookupQuestion instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LookupQuestion instance
             */
            static create(properties: callbus.v1.LookupQuestion.$Shape): callbus.v1.LookupQuestion & callbus.v1.LookupQuestion.$Shape;
            static create(properties?: callbus.v1.LookupQuestion.$Properties): callbus.v1.LookupQuestion;

            /**
             * Encodes the specified LookupQuestion message. Does not implicitly {@link callbus.v1.LookupQuestion.verify|verify} messages.
             * @param message LookupQuestion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.LookupQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LookupQuestion message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.LookupQuestion & callbus.v1.LookupQuestion.$Shape} LookupQuestion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.LookupQuestion & callbus.v1.LookupQuestion.$Shape;
        }

        namespace LookupQuestion {

            /** Properties of a LookupQuestion. */
            interface $Properties {

                /** LookupQuestion kind */
                kind?: (callbus.v1.LookupKind|null);

                /** As received; the base applies its own rule to it. */
                text?: (string|null);

                /** LookupQuestion e164 */
                e164?: (string|null);

                /** LookupQuestion deadlineMs */
                deadlineMs?: (number|null);

                /** Ask the base again even if the answer is remembered. */
                fresh?: (boolean|null);

                /** LookupQuestion fields */
                fields?: ({ [k: string]: string }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LookupQuestion. */
            type $Shape = callbus.v1.LookupQuestion.$Properties;
        }

        /**
         * Properties of a LookupAnswer.
         * @deprecated Use callbus.v1.LookupAnswer.$Properties instead.
         */
        interface ILookupAnswer extends callbus.v1.LookupAnswer.$Properties {
        }

        /** Who it is, as far as the base knows. */
        class LookupAnswer {

            /**
             * Constructs a new LookupAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.LookupAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LookupAnswer status. */
            status: callbus.v1.LookupStatus;

            /** LookupAnswer counterparty. */
            counterparty?: (callbus.v1.Counterparty.$Properties|null);

            /** Extension of the responsible manager. */
            responsible: string;

            /** LookupAnswer reason. */
            reason: string;

            /** LookupAnswer cached. */
            cached: boolean;

            /** LookupAnswer tookMs. */
            tookMs: number;

            /**
             * Creates a new LookupAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LookupAnswer instance
             */
            static create(properties: callbus.v1.LookupAnswer.$Shape): callbus.v1.LookupAnswer & callbus.v1.LookupAnswer.$Shape;
            static create(properties?: callbus.v1.LookupAnswer.$Properties): callbus.v1.LookupAnswer;

            /**
             * Encodes the specified LookupAnswer message. Does not implicitly {@link callbus.v1.LookupAnswer.verify|verify} messages.
             * @param message LookupAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.LookupAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LookupAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.LookupAnswer & callbus.v1.LookupAnswer.$Shape} LookupAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.LookupAnswer & callbus.v1.LookupAnswer.$Shape;
        }

        namespace LookupAnswer {

            /** Properties of a LookupAnswer. */
            interface $Properties {

                /** LookupAnswer status */
                status?: (callbus.v1.LookupStatus|null);

                /** LookupAnswer counterparty */
                counterparty?: (callbus.v1.Counterparty.$Properties|null);

                /** Extension of the responsible manager. */
                responsible?: (string|null);

                /** LookupAnswer reason */
                reason?: (string|null);

                /** LookupAnswer cached */
                cached?: (boolean|null);

                /** LookupAnswer tookMs */
                tookMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LookupAnswer. */
            type $Shape = callbus.v1.LookupAnswer.$Properties;
        }

        /**
         * Properties of a DeadLetter.
         * @deprecated Use callbus.v1.DeadLetter.$Properties instead.
         */
        interface IDeadLetter extends callbus.v1.DeadLetter.$Properties {
        }

        /** Something that was set aside, with the reason. Published on callbus.v1.dead.<service>. */
        class DeadLetter {

            /**
             * Constructs a new DeadLetter.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.DeadLetter.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeadLetter id. */
            id: string;

            /** DeadLetter service. */
            service: string;

            /** Unix milliseconds. */
            at: number;

            /** Stable id of the reason, for instance "prostiezvonki.field". */
            code: string;

            /** For people: names the field or frame. */
            reason: string;

            /** Where it came from: an HTTP route, or stream, subject and sequence. */
            source: string;

            /** DeadLetter contentType. */
            contentType: string;

            /** At most 64 KB, secrets taken out. */
            payload: Uint8Array;

            /** DeadLetter attempts. */
            attempts: number;

            /** DeadLetter callId. */
            callId: string;

            /**
             * Creates a new DeadLetter instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeadLetter instance
             */
            static create(properties: callbus.v1.DeadLetter.$Shape): callbus.v1.DeadLetter & callbus.v1.DeadLetter.$Shape;
            static create(properties?: callbus.v1.DeadLetter.$Properties): callbus.v1.DeadLetter;

            /**
             * Encodes the specified DeadLetter message. Does not implicitly {@link callbus.v1.DeadLetter.verify|verify} messages.
             * @param message DeadLetter message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.DeadLetter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeadLetter message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.DeadLetter & callbus.v1.DeadLetter.$Shape} DeadLetter
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.DeadLetter & callbus.v1.DeadLetter.$Shape;
        }

        namespace DeadLetter {

            /** Properties of a DeadLetter. */
            interface $Properties {

                /** DeadLetter id */
                id?: (string|null);

                /** DeadLetter service */
                service?: (string|null);

                /** Unix milliseconds. */
                at?: (number|null);

                /** Stable id of the reason, for instance "prostiezvonki.field". */
                code?: (string|null);

                /** For people: names the field or frame. */
                reason?: (string|null);

                /** Where it came from: an HTTP route, or stream, subject and sequence. */
                source?: (string|null);

                /** DeadLetter contentType */
                contentType?: (string|null);

                /** At most 64 KB, secrets taken out. */
                payload?: (Uint8Array|null);

                /** DeadLetter attempts */
                attempts?: (number|null);

                /** DeadLetter callId */
                callId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeadLetter. */
            type $Shape = callbus.v1.DeadLetter.$Properties;
        }

        /**
         * What happened to a connection or a call: the call events of CSTA (ECMA-269,
         * 17), and ours for honesty.
         */
        enum EventType {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** SERVICE_INITIATED value */
            SERVICE_INITIATED = 1,

            /** A device placed a call. */
            ORIGINATED = 2,

            /** The call reached the PBX and no device rings yet. */
            OFFERED = 3,

            /** A device is being alerted. */
            DELIVERED = 4,

            /** A device answered. */
            ESTABLISHED = 5,

            /** QUEUED value */
            QUEUED = 6,

            /** DIVERTED value */
            DIVERTED = 7,

            /** HELD value */
            HELD = 8,

            /** RETRIEVED value */
            RETRIEVED = 9,

            /** TRANSFERRED value */
            TRANSFERRED = 10,

            /** CONFERENCED value */
            CONFERENCED = 11,

            /** FAILED value */
            FAILED = 12,

            /** CONNECTION_CLEARED value */
            CONNECTION_CLEARED = 13,

            /** CALL_CLEARED value */
            CALL_CLEARED = 14,

            /** DIGITS_GENERATED value */
            DIGITS_GENERATED = 15,

            /** Late knowledge: DID, name, account, counterparty. */
            CALL_INFORMATION = 16,

            /** RECORDING_READY value */
            RECORDING_READY = 17,

            /** Two calls proved to be one; core keeps the older. */
            CALLS_MERGED = 18,

            /** The adapter was blind from..to. */
            SOURCE_GAP = 19,

            /** A source that tells a call, or a leg of it, only when it is over. */
            CALL_REPORTED = 20,

            /** Core heard nothing for longer than a call may be silent. */
            CALL_EXPIRED = 21,

            /** Core answered a route question about this call. */
            ROUTE_DECIDED = 22
        }

        /**
         * Properties of a CallEvent.
         * @deprecated Use callbus.v1.CallEvent.$Properties instead.
         */
        interface ICallEvent extends callbus.v1.CallEvent.$Properties {
        }

        /**
         * One fact about one call, told once. Published on
         * callbus.v1.event.<p>.<instance>.<key>.
         */
        class CallEvent {

            /**
             * Constructs a new CallEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.CallEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Deterministic: hash(instance, key, connection, type, ordinal). The same fact
             * told twice has the same id.
             */
            eventId: string;

            /** CallEvent type. */
            type: callbus.v1.EventType;

            /** The adapter instance that tells. */
            instance: string;

            /** The call's native key, as narrow as the source's messages allow. */
            key: string;

            /** Instances whose calls can join share an order group; empty means the instance. */
            orderGroup: string;

            /** The PBX's own call id, as it is searched for in the PBX. */
            nativeId: string;

            /** As the source states it; unspecified lets core decide. */
            direction: callbus.v1.Direction;

            /** PBX time corrected by clock_offset; Unix milliseconds. */
            occurredAt: number;

            /** When the adapter saw it; Unix milliseconds of the adapter's clock. */
            observedAt: number;

            /** Milliseconds that were added to the PBX's own time to get occurred_at. */
            clockOffset?: (number|null);

            /** Counts events of a type that can repeat on a connection (held, digits). */
            ordinal: number;

            /** The connection this event is about, in its state after the event. */
            connection?: (callbus.v1.Connection.$Properties|null);

            /** Source of the call. */
            calling?: (callbus.v1.Party.$Properties|null);

            /** Where the call was requested to go. */
            called?: (callbus.v1.Party.$Properties|null);

            /** The line the customer dialled, exactly as first dialled. */
            did: string;

            /** CallEvent queue. */
            queue: string;

            /** CallEvent group. */
            group: string;

            /** CallEvent trunk. */
            trunk: string;

            /** CallEvent cause. */
            cause?: (callbus.v1.Cause.$Properties|null);

            /** CallEvent endedBy. */
            endedBy: callbus.v1.EndedBy;

            /** CallEvent raw. */
            raw?: (callbus.v1.RawReference.$Properties|null);

            /** CallEvent attributes. */
            attributes: { [k: string]: string };

            /**
             * Bits of SourceTells: what this source would have told, had it happened. What
             * it never tells is absent from the record, not zero.
             */
            tells: number;

            /** CallEvent report. */
            report?: (callbus.v1.CallReport.$Properties|null);

            /** CallEvent recording. */
            recording?: (callbus.v1.Recording.$Properties|null);

            /** CallEvent digits. */
            digits?: (callbus.v1.Digits.$Properties|null);

            /** CallEvent merge. */
            merge?: (callbus.v1.Merge.$Properties|null);

            /** CallEvent gap. */
            gap?: (callbus.v1.Gap.$Properties|null);

            /** CallEvent information. */
            information?: (callbus.v1.Information.$Properties|null);

            /** CallEvent transfer. */
            transfer?: (callbus.v1.Transfer.$Properties|null);

            /** CallEvent expiry. */
            expiry?: (callbus.v1.Expiry.$Properties|null);

            /** CallEvent route. */
            route?: (callbus.v1.RouteOutcome.$Properties|null);

            /** CallEvent parked. */
            parked?: (callbus.v1.Parked.$Properties|null);

            /** CallEvent detail. */
            detail?: ("report"|"recording"|"digits"|"merge"|"gap"|"information"|"transfer"|"expiry"|"route"|"parked");

            /**
             * Creates a new CallEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CallEvent instance
             */
            static create(properties: callbus.v1.CallEvent.$Shape): callbus.v1.CallEvent & callbus.v1.CallEvent.$Shape;
            static create(properties?: callbus.v1.CallEvent.$Properties): callbus.v1.CallEvent;

            /**
             * Encodes the specified CallEvent message. Does not implicitly {@link callbus.v1.CallEvent.verify|verify} messages.
             * @param message CallEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.CallEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CallEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.CallEvent & callbus.v1.CallEvent.$Shape} CallEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.CallEvent & callbus.v1.CallEvent.$Shape;
        }

        namespace CallEvent {

            /** Properties of a CallEvent. */
            interface $Properties {

                /**
                 * Deterministic: hash(instance, key, connection, type, ordinal). The same fact
                 * told twice has the same id.
                 */
                eventId?: (string|null);

                /** CallEvent type */
                type?: (callbus.v1.EventType|null);

                /** The adapter instance that tells. */
                instance?: (string|null);

                /** The call's native key, as narrow as the source's messages allow. */
                key?: (string|null);

                /** Instances whose calls can join share an order group; empty means the instance. */
                orderGroup?: (string|null);

                /** The PBX's own call id, as it is searched for in the PBX. */
                nativeId?: (string|null);

                /** As the source states it; unspecified lets core decide. */
                direction?: (callbus.v1.Direction|null);

                /** PBX time corrected by clock_offset; Unix milliseconds. */
                occurredAt?: (number|null);

                /** When the adapter saw it; Unix milliseconds of the adapter's clock. */
                observedAt?: (number|null);

                /** Milliseconds that were added to the PBX's own time to get occurred_at. */
                clockOffset?: (number|null);

                /** Counts events of a type that can repeat on a connection (held, digits). */
                ordinal?: (number|null);

                /** The connection this event is about, in its state after the event. */
                connection?: (callbus.v1.Connection.$Properties|null);

                /** Source of the call. */
                calling?: (callbus.v1.Party.$Properties|null);

                /** Where the call was requested to go. */
                called?: (callbus.v1.Party.$Properties|null);

                /** The line the customer dialled, exactly as first dialled. */
                did?: (string|null);

                /** CallEvent queue */
                queue?: (string|null);

                /** CallEvent group */
                group?: (string|null);

                /** CallEvent trunk */
                trunk?: (string|null);

                /** CallEvent cause */
                cause?: (callbus.v1.Cause.$Properties|null);

                /** CallEvent endedBy */
                endedBy?: (callbus.v1.EndedBy|null);

                /** CallEvent raw */
                raw?: (callbus.v1.RawReference.$Properties|null);

                /** CallEvent attributes */
                attributes?: ({ [k: string]: string }|null);

                /**
                 * Bits of SourceTells: what this source would have told, had it happened. What
                 * it never tells is absent from the record, not zero.
                 */
                tells?: (number|null);

                /** CallEvent report */
                report?: (callbus.v1.CallReport.$Properties|null);

                /** CallEvent recording */
                recording?: (callbus.v1.Recording.$Properties|null);

                /** CallEvent digits */
                digits?: (callbus.v1.Digits.$Properties|null);

                /** CallEvent merge */
                merge?: (callbus.v1.Merge.$Properties|null);

                /** CallEvent gap */
                gap?: (callbus.v1.Gap.$Properties|null);

                /** CallEvent information */
                information?: (callbus.v1.Information.$Properties|null);

                /** CallEvent transfer */
                transfer?: (callbus.v1.Transfer.$Properties|null);

                /** CallEvent expiry */
                expiry?: (callbus.v1.Expiry.$Properties|null);

                /** CallEvent route */
                route?: (callbus.v1.RouteOutcome.$Properties|null);

                /** CallEvent parked */
                parked?: (callbus.v1.Parked.$Properties|null);

                /** CallEvent detail */
                detail?: ("report"|"recording"|"digits"|"merge"|"gap"|"information"|"transfer"|"expiry"|"route"|"parked");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a CallEvent. */
            type $Shape = {
              eventId?: string|null;
              type?: callbus.v1.EventType|null;
              instance?: string|null;
              key?: string|null;
              orderGroup?: string|null;
              nativeId?: string|null;
              direction?: callbus.v1.Direction|null;
              occurredAt?: number|null;
              observedAt?: number|null;
              clockOffset?: number|null;
              ordinal?: number|null;
              connection?: callbus.v1.Connection.$Shape|null;
              calling?: callbus.v1.Party.$Shape|null;
              called?: callbus.v1.Party.$Shape|null;
              did?: string|null;
              queue?: string|null;
              group?: string|null;
              trunk?: string|null;
              cause?: callbus.v1.Cause.$Shape|null;
              endedBy?: callbus.v1.EndedBy|null;
              raw?: callbus.v1.RawReference.$Shape|null;
              attributes?: { [k: string]: string }|null;
              tells?: number|null;
              report?: callbus.v1.CallReport.$Shape|null;
              recording?: callbus.v1.Recording.$Shape|null;
              digits?: callbus.v1.Digits.$Shape|null;
              merge?: callbus.v1.Merge.$Shape|null;
              gap?: callbus.v1.Gap.$Shape|null;
              information?: callbus.v1.Information.$Shape|null;
              transfer?: callbus.v1.Transfer.$Shape|null;
              expiry?: callbus.v1.Expiry.$Shape|null;
              route?: callbus.v1.RouteOutcome.$Shape|null;
              parked?: callbus.v1.Parked.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ detail?: undefined; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "report"; report: callbus.v1.CallReport.$Shape; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "recording"; report?: null; recording: callbus.v1.Recording.$Shape; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "digits"; report?: null; recording?: null; digits: callbus.v1.Digits.$Shape; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "merge"; report?: null; recording?: null; digits?: null; merge: callbus.v1.Merge.$Shape; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "gap"; report?: null; recording?: null; digits?: null; merge?: null; gap: callbus.v1.Gap.$Shape; information?: null; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "information"; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information: callbus.v1.Information.$Shape; transfer?: null; expiry?: null; route?: null; parked?: null }|{ detail?: "transfer"; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer: callbus.v1.Transfer.$Shape; expiry?: null; route?: null; parked?: null }|{ detail?: "expiry"; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry: callbus.v1.Expiry.$Shape; route?: null; parked?: null }|{ detail?: "route"; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route: callbus.v1.RouteOutcome.$Shape; parked?: null }|{ detail?: "parked"; report?: null; recording?: null; digits?: null; merge?: null; gap?: null; information?: null; transfer?: null; expiry?: null; route?: null; parked: callbus.v1.Parked.$Shape })
            );
        }

        /** Bits of CallEvent.tells. */
        enum SourceTells {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** HOLD value */
            HOLD = 1,

            /** TRANSFER value */
            TRANSFER = 2,

            /** PARK value */
            PARK = 4
        }

        /** Whether a report speaks of the whole call or of one leg. */
        enum ReportScope {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** CALL value */
            CALL = 1,

            /** CONNECTION value */
            CONNECTION = 2
        }

        /** How a reported call came out. */
        enum ReportOutcome {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** ANSWERED value */
            ANSWERED = 1,

            /** NOT_ANSWERED value */
            NOT_ANSWERED = 2,

            /** BUSY value */
            BUSY = 3,

            /** DECLINED value */
            DECLINED = 4,

            /** CANCELLED value */
            CANCELLED = 5,

            /** FAILED value */
            FAILED = 6
        }

        /**
         * Properties of a CallReport.
         * @deprecated Use callbus.v1.CallReport.$Properties instead.
         */
        interface ICallReport extends callbus.v1.CallReport.$Properties {
        }

        /** What a source tells of a finished call. Times the source never told stay absent. */
        class CallReport {

            /**
             * Constructs a new CallReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.CallReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CallReport scope. */
            scope: callbus.v1.ReportScope;

            /** CallReport outcome. */
            outcome: callbus.v1.ReportOutcome;

            /** Unix milliseconds. */
            startedAt?: (number|null);

            /** CallReport answeredAt. */
            answeredAt?: (number|null);

            /** CallReport endedAt. */
            endedAt?: (number|null);

            /** Seconds from start to end as the source states them, ringing included. */
            durationSeconds?: (number|null);

            /** CallReport talkSeconds. */
            talkSeconds?: (number|null);

            /** The source's clock could not be matched with what the adapter saw: the figures are kept as told. */
            clockUncertain: boolean;

            /** CallReport recordings. */
            recordings: callbus.v1.Recording.$Properties[];

            /** Who had the other party, in order, where the source tells more than one answer. */
            talks: callbus.v1.ReportedTalk.$Properties[];

            /** Extensions that were alerted, in order. */
            rang: string[];

            /** Taken from the source's own records afterwards: nobody saw the call, so its evidence is partial. */
            fromRecords: boolean;

            /** What the adapter decided about it, for instance whose call it is where the source does not say. */
            decisions: callbus.v1.Decision.$Properties[];

            /**
             * Creates a new CallReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CallReport instance
             */
            static create(properties: callbus.v1.CallReport.$Shape): callbus.v1.CallReport & callbus.v1.CallReport.$Shape;
            static create(properties?: callbus.v1.CallReport.$Properties): callbus.v1.CallReport;

            /**
             * Encodes the specified CallReport message. Does not implicitly {@link callbus.v1.CallReport.verify|verify} messages.
             * @param message CallReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.CallReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CallReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.CallReport & callbus.v1.CallReport.$Shape} CallReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.CallReport & callbus.v1.CallReport.$Shape;
        }

        namespace CallReport {

            /** Properties of a CallReport. */
            interface $Properties {

                /** CallReport scope */
                scope?: (callbus.v1.ReportScope|null);

                /** CallReport outcome */
                outcome?: (callbus.v1.ReportOutcome|null);

                /** Unix milliseconds. */
                startedAt?: (number|null);

                /** CallReport answeredAt */
                answeredAt?: (number|null);

                /** CallReport endedAt */
                endedAt?: (number|null);

                /** Seconds from start to end as the source states them, ringing included. */
                durationSeconds?: (number|null);

                /** CallReport talkSeconds */
                talkSeconds?: (number|null);

                /** The source's clock could not be matched with what the adapter saw: the figures are kept as told. */
                clockUncertain?: (boolean|null);

                /** CallReport recordings */
                recordings?: (callbus.v1.Recording.$Properties[]|null);

                /** Who had the other party, in order, where the source tells more than one answer. */
                talks?: (callbus.v1.ReportedTalk.$Properties[]|null);

                /** Extensions that were alerted, in order. */
                rang?: (string[]|null);

                /** Taken from the source's own records afterwards: nobody saw the call, so its evidence is partial. */
                fromRecords?: (boolean|null);

                /** What the adapter decided about it, for instance whose call it is where the source does not say. */
                decisions?: (callbus.v1.Decision.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CallReport. */
            type $Shape = callbus.v1.CallReport.$Properties;
        }

        /**
         * Properties of a ReportedTalk.
         * @deprecated Use callbus.v1.ReportedTalk.$Properties instead.
         */
        interface IReportedTalk extends callbus.v1.ReportedTalk.$Properties {
        }

        /** The time one person had the other party, as a source tells it afterwards. */
        class ReportedTalk {

            /**
             * Constructs a new ReportedTalk.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.ReportedTalk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReportedTalk extension. */
            extension: string;

            /** The outside number, where the call went to one. */
            number: string;

            /** Unix milliseconds; a time the source never told stays absent. */
            startedAt?: (number|null);

            /** ReportedTalk endedAt. */
            endedAt?: (number|null);

            /**
             * Creates a new ReportedTalk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReportedTalk instance
             */
            static create(properties: callbus.v1.ReportedTalk.$Shape): callbus.v1.ReportedTalk & callbus.v1.ReportedTalk.$Shape;
            static create(properties?: callbus.v1.ReportedTalk.$Properties): callbus.v1.ReportedTalk;

            /**
             * Encodes the specified ReportedTalk message. Does not implicitly {@link callbus.v1.ReportedTalk.verify|verify} messages.
             * @param message ReportedTalk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.ReportedTalk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReportedTalk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.ReportedTalk & callbus.v1.ReportedTalk.$Shape} ReportedTalk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.ReportedTalk & callbus.v1.ReportedTalk.$Shape;
        }

        namespace ReportedTalk {

            /** Properties of a ReportedTalk. */
            interface $Properties {

                /** ReportedTalk extension */
                extension?: (string|null);

                /** The outside number, where the call went to one. */
                number?: (string|null);

                /** Unix milliseconds; a time the source never told stays absent. */
                startedAt?: (number|null);

                /** ReportedTalk endedAt */
                endedAt?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReportedTalk. */
            type $Shape = callbus.v1.ReportedTalk.$Properties;
        }

        /**
         * Properties of a Digits.
         * @deprecated Use callbus.v1.Digits.$Properties instead.
         */
        interface IDigits extends callbus.v1.Digits.$Properties {
        }

        /** Digits that were dialled during the call. */
        class Digits {

            /**
             * Constructs a new Digits.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Digits.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Digits digits. */
            digits: string;

            /**
             * Creates a new Digits instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Digits instance
             */
            static create(properties: callbus.v1.Digits.$Shape): callbus.v1.Digits & callbus.v1.Digits.$Shape;
            static create(properties?: callbus.v1.Digits.$Properties): callbus.v1.Digits;

            /**
             * Encodes the specified Digits message. Does not implicitly {@link callbus.v1.Digits.verify|verify} messages.
             * @param message Digits message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Digits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Digits message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Digits & callbus.v1.Digits.$Shape} Digits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Digits & callbus.v1.Digits.$Shape;
        }

        namespace Digits {

            /** Properties of a Digits. */
            interface $Properties {

                /** Digits digits */
                digits?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Digits. */
            type $Shape = callbus.v1.Digits.$Properties;
        }

        /**
         * Properties of a Merge.
         * @deprecated Use callbus.v1.Merge.$Properties instead.
         */
        interface IMerge extends callbus.v1.Merge.$Properties {
        }

        /** This call and another are one. */
        class Merge {

            /**
             * Constructs a new Merge.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Merge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Native key of the other call. */
            otherKey: string;

            /** Instance of the other call; empty means this one. */
            otherInstance: string;

            /**
             * Creates a new Merge instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Merge instance
             */
            static create(properties: callbus.v1.Merge.$Shape): callbus.v1.Merge & callbus.v1.Merge.$Shape;
            static create(properties?: callbus.v1.Merge.$Properties): callbus.v1.Merge;

            /**
             * Encodes the specified Merge message. Does not implicitly {@link callbus.v1.Merge.verify|verify} messages.
             * @param message Merge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Merge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Merge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Merge & callbus.v1.Merge.$Shape} Merge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Merge & callbus.v1.Merge.$Shape;
        }

        namespace Merge {

            /** Properties of a Merge. */
            interface $Properties {

                /** Native key of the other call. */
                otherKey?: (string|null);

                /** Instance of the other call; empty means this one. */
                otherInstance?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Merge. */
            type $Shape = callbus.v1.Merge.$Properties;
        }

        /**
         * Properties of a Gap.
         * @deprecated Use callbus.v1.Gap.$Properties instead.
         */
        interface IGap extends callbus.v1.Gap.$Properties {
        }

        /**
         * The source was blind for a while. On CALL_CLEARED: the call ended in that
         * time, and nobody saw when.
         */
        class Gap {

            /**
             * Constructs a new Gap.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Gap.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Gap from. */
            from: number;

            /** Gap to. */
            to: number;

            /** Gap reason. */
            reason: string;

            /** Events known to be lost, where they could be counted. */
            lost: number;

            /**
             * Creates a new Gap instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Gap instance
             */
            static create(properties: callbus.v1.Gap.$Shape): callbus.v1.Gap & callbus.v1.Gap.$Shape;
            static create(properties?: callbus.v1.Gap.$Properties): callbus.v1.Gap;

            /**
             * Encodes the specified Gap message. Does not implicitly {@link callbus.v1.Gap.verify|verify} messages.
             * @param message Gap message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Gap.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Gap message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Gap & callbus.v1.Gap.$Shape} Gap
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Gap & callbus.v1.Gap.$Shape;
        }

        namespace Gap {

            /** Properties of a Gap. */
            interface $Properties {

                /** Gap from */
                from?: (number|null);

                /** Gap to */
                to?: (number|null);

                /** Gap reason */
                reason?: (string|null);

                /** Events known to be lost, where they could be counted. */
                lost?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Gap. */
            type $Shape = callbus.v1.Gap.$Properties;
        }

        /**
         * Properties of an Information.
         * @deprecated Use callbus.v1.Information.$Properties instead.
         */
        interface IInformation extends callbus.v1.Information.$Properties {
        }

        /** Late knowledge about a call. */
        class Information {

            /**
             * Constructs a new Information.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Information.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Information counterparty. */
            counterparty?: (callbus.v1.Counterparty.$Properties|null);

            /** Information decisions. */
            decisions: callbus.v1.Decision.$Properties[];

            /** Information accountCode. */
            accountCode: string;

            /** Extension of the responsible manager. */
            responsible: string;

            /**
             * Creates a new Information instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Information instance
             */
            static create(properties: callbus.v1.Information.$Shape): callbus.v1.Information & callbus.v1.Information.$Shape;
            static create(properties?: callbus.v1.Information.$Properties): callbus.v1.Information;

            /**
             * Encodes the specified Information message. Does not implicitly {@link callbus.v1.Information.verify|verify} messages.
             * @param message Information message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Information.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Information message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Information & callbus.v1.Information.$Shape} Information
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Information & callbus.v1.Information.$Shape;
        }

        namespace Information {

            /** Properties of an Information. */
            interface $Properties {

                /** Information counterparty */
                counterparty?: (callbus.v1.Counterparty.$Properties|null);

                /** Information decisions */
                decisions?: (callbus.v1.Decision.$Properties[]|null);

                /** Information accountCode */
                accountCode?: (string|null);

                /** Extension of the responsible manager. */
                responsible?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Information. */
            type $Shape = callbus.v1.Information.$Properties;
        }

        /** Whether the new party was spoken with before it got the call. */
        enum TransferKind {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** BLIND value */
            BLIND = 1,

            /** ATTENDED value */
            ATTENDED = 2
        }

        /**
         * Properties of a Transfer.
         * @deprecated Use callbus.v1.Transfer.$Properties instead.
         */
        interface ITransfer extends callbus.v1.Transfer.$Properties {
        }

        /** One side of the call hands it on. */
        class Transfer {

            /**
             * Constructs a new Transfer.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Transfer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Transfer kind. */
            kind: callbus.v1.TransferKind;

            /** Connection that lets go. */
            fromConnection: string;

            /** Connection that takes over, where it already stands. */
            toConnection: string;

            /** Where the call was sent. */
            target?: (callbus.v1.Party.$Properties|null);

            /**
             * Creates a new Transfer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Transfer instance
             */
            static create(properties: callbus.v1.Transfer.$Shape): callbus.v1.Transfer & callbus.v1.Transfer.$Shape;
            static create(properties?: callbus.v1.Transfer.$Properties): callbus.v1.Transfer;

            /**
             * Encodes the specified Transfer message. Does not implicitly {@link callbus.v1.Transfer.verify|verify} messages.
             * @param message Transfer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Transfer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Transfer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Transfer & callbus.v1.Transfer.$Shape} Transfer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Transfer & callbus.v1.Transfer.$Shape;
        }

        namespace Transfer {

            /** Properties of a Transfer. */
            interface $Properties {

                /** Transfer kind */
                kind?: (callbus.v1.TransferKind|null);

                /** Connection that lets go. */
                fromConnection?: (string|null);

                /** Connection that takes over, where it already stands. */
                toConnection?: (string|null);

                /** Where the call was sent. */
                target?: (callbus.v1.Party.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Transfer. */
            type $Shape = callbus.v1.Transfer.$Properties;
        }

        /** Why core closed a call that the source never ended. */
        enum ExpiryReason {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** Only ringing, and silent for too long. */
            SILENT_RINGING = 1,

            /** Silent for longer than any call lasts. */
            SILENT = 2,

            /** Every leg that was told about is over, and the rest did not speak up in time. */
            SETTLED = 3
        }

        /**
         * Properties of an Expiry.
         * @deprecated Use callbus.v1.Expiry.$Properties instead.
         */
        interface IExpiry extends callbus.v1.Expiry.$Properties {
        }

        /** Core closes a call of which nothing was heard. */
        class Expiry {

            /**
             * Constructs a new Expiry.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Expiry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Expiry reason. */
            reason: callbus.v1.ExpiryReason;

            /**
             * Stream sequence of the call's newest event when the expiry was decided; a
             * call that spoke since then is not expired.
             */
            basedOn: number;

            /**
             * Creates a new Expiry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Expiry instance
             */
            static create(properties: callbus.v1.Expiry.$Shape): callbus.v1.Expiry & callbus.v1.Expiry.$Shape;
            static create(properties?: callbus.v1.Expiry.$Properties): callbus.v1.Expiry;

            /**
             * Encodes the specified Expiry message. Does not implicitly {@link callbus.v1.Expiry.verify|verify} messages.
             * @param message Expiry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Expiry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Expiry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Expiry & callbus.v1.Expiry.$Shape} Expiry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Expiry & callbus.v1.Expiry.$Shape;
        }

        namespace Expiry {

            /** Properties of an Expiry. */
            interface $Properties {

                /** Expiry reason */
                reason?: (callbus.v1.ExpiryReason|null);

                /**
                 * Stream sequence of the call's newest event when the expiry was decided; a
                 * call that spoke since then is not expired.
                 */
                basedOn?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Expiry. */
            type $Shape = callbus.v1.Expiry.$Properties;
        }

        /**
         * Properties of a RouteOutcome.
         * @deprecated Use callbus.v1.RouteOutcome.$Properties instead.
         */
        interface IRouteOutcome extends callbus.v1.RouteOutcome.$Properties {
        }

        /** What core answered when it was asked where the call should go. */
        class RouteOutcome {

            /**
             * Constructs a new RouteOutcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.RouteOutcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Extension the call should go to; empty leaves it to the PBX. */
            extension: string;

            /** RouteOutcome decision. */
            decision?: (callbus.v1.Decision.$Properties|null);

            /** The number the question was about, as received; joins a question without a call id to its call. */
            number: string;

            /**
             * Creates a new RouteOutcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RouteOutcome instance
             */
            static create(properties: callbus.v1.RouteOutcome.$Shape): callbus.v1.RouteOutcome & callbus.v1.RouteOutcome.$Shape;
            static create(properties?: callbus.v1.RouteOutcome.$Properties): callbus.v1.RouteOutcome;

            /**
             * Encodes the specified RouteOutcome message. Does not implicitly {@link callbus.v1.RouteOutcome.verify|verify} messages.
             * @param message RouteOutcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.RouteOutcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RouteOutcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.RouteOutcome & callbus.v1.RouteOutcome.$Shape} RouteOutcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.RouteOutcome & callbus.v1.RouteOutcome.$Shape;
        }

        namespace RouteOutcome {

            /** Properties of a RouteOutcome. */
            interface $Properties {

                /** Extension the call should go to; empty leaves it to the PBX. */
                extension?: (string|null);

                /** RouteOutcome decision */
                decision?: (callbus.v1.Decision.$Properties|null);

                /** The number the question was about, as received; joins a question without a call id to its call. */
                number?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RouteOutcome. */
            type $Shape = callbus.v1.RouteOutcome.$Properties;
        }

        /**
         * Properties of a Parked.
         * @deprecated Use callbus.v1.Parked.$Properties instead.
         */
        interface IParked extends callbus.v1.Parked.$Properties {
        }

        /** The call waits in a parking space. */
        class Parked {

            /**
             * Constructs a new Parked.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Parked.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Parked space. */
            space: string;

            /**
             * Creates a new Parked instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Parked instance
             */
            static create(properties: callbus.v1.Parked.$Shape): callbus.v1.Parked & callbus.v1.Parked.$Shape;
            static create(properties?: callbus.v1.Parked.$Properties): callbus.v1.Parked;

            /**
             * Encodes the specified Parked message. Does not implicitly {@link callbus.v1.Parked.verify|verify} messages.
             * @param message Parked message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Parked.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Parked message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Parked & callbus.v1.Parked.$Shape} Parked
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Parked & callbus.v1.Parked.$Shape;
        }

        namespace Parked {

            /** Properties of a Parked. */
            interface $Properties {

                /** Parked space */
                space?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Parked. */
            type $Shape = callbus.v1.Parked.$Properties;
        }

        /** Who began an exchange. */
        enum ExchangeDirection {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** A neighbour asked or told us. */
            IN = 1,

            /** We asked or told a neighbour. */
            OUT = 2
        }

        /**
         * Properties of an ExchangeBatch.
         * @deprecated Use callbus.v1.ExchangeBatch.$Properties instead.
         */
        interface IExchangeBatch extends callbus.v1.ExchangeBatch.$Properties {
        }

        /**
         * Exchanges of one service with its neighbours, for the technical journal.
         * Published on callbus.v1.exchange.<service>, and forgotten where nobody
         * takes them in time.
         */
        class ExchangeBatch {

            /**
             * Constructs a new ExchangeBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.ExchangeBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExchangeBatch service. */
            service: string;

            /** ExchangeBatch exchanges. */
            exchanges: callbus.v1.Exchange.$Properties[];

            /** How many more there were than could be noted. */
            dropped: number;

            /**
             * Creates a new ExchangeBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ExchangeBatch instance
             */
            static create(properties: callbus.v1.ExchangeBatch.$Shape): callbus.v1.ExchangeBatch & callbus.v1.ExchangeBatch.$Shape;
            static create(properties?: callbus.v1.ExchangeBatch.$Properties): callbus.v1.ExchangeBatch;

            /**
             * Encodes the specified ExchangeBatch message. Does not implicitly {@link callbus.v1.ExchangeBatch.verify|verify} messages.
             * @param message ExchangeBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.ExchangeBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExchangeBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.ExchangeBatch & callbus.v1.ExchangeBatch.$Shape} ExchangeBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.ExchangeBatch & callbus.v1.ExchangeBatch.$Shape;
        }

        namespace ExchangeBatch {

            /** Properties of an ExchangeBatch. */
            interface $Properties {

                /** ExchangeBatch service */
                service?: (string|null);

                /** ExchangeBatch exchanges */
                exchanges?: (callbus.v1.Exchange.$Properties[]|null);

                /** How many more there were than could be noted. */
                dropped?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExchangeBatch. */
            type $Shape = callbus.v1.ExchangeBatch.$Properties;
        }

        /**
         * Properties of an Exchange.
         * @deprecated Use callbus.v1.Exchange.$Properties instead.
         */
        interface IExchange extends callbus.v1.Exchange.$Properties {
        }

        /**
         * One request and its answer, or one frame of a socket. Secrets are taken out,
         * telephone numbers masked as in the log, and bodies cut.
         */
        class Exchange {

            /**
             * Constructs a new Exchange.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Exchange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** When it began, by the clock of the machine that noted it, Unix milliseconds. */
            at: number;

            /** Exchange direction. */
            direction: callbus.v1.ExchangeDirection;

            /** HTTP method, or the word for what a socket carried. */
            method: string;

            /** Exchange route. */
            route: string;

            /** HTTP status; absent where no answer came or there is none. */
            status?: (number|null);

            /** Exchange latencyMs. */
            latencyMs?: (number|null);

            /** Exchange request. */
            request: string;

            /** Exchange response. */
            response: string;

            /** Why no answer came. */
            error: string;

            /**
             * Creates a new Exchange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Exchange instance
             */
            static create(properties: callbus.v1.Exchange.$Shape): callbus.v1.Exchange & callbus.v1.Exchange.$Shape;
            static create(properties?: callbus.v1.Exchange.$Properties): callbus.v1.Exchange;

            /**
             * Encodes the specified Exchange message. Does not implicitly {@link callbus.v1.Exchange.verify|verify} messages.
             * @param message Exchange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Exchange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Exchange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Exchange & callbus.v1.Exchange.$Shape} Exchange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Exchange & callbus.v1.Exchange.$Shape;
        }

        namespace Exchange {

            /** Properties of an Exchange. */
            interface $Properties {

                /** When it began, by the clock of the machine that noted it, Unix milliseconds. */
                at?: (number|null);

                /** Exchange direction */
                direction?: (callbus.v1.ExchangeDirection|null);

                /** HTTP method, or the word for what a socket carried. */
                method?: (string|null);

                /** Exchange route */
                route?: (string|null);

                /** HTTP status; absent where no answer came or there is none. */
                status?: (number|null);

                /** Exchange latencyMs */
                latencyMs?: (number|null);

                /** Exchange request */
                request?: (string|null);

                /** Exchange response */
                response?: (string|null);

                /** Why no answer came. */
                error?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Exchange. */
            type $Shape = callbus.v1.Exchange.$Properties;
        }

        /** What kind of thing an interaction is. */
        enum InteractionKind {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** MESSAGE value */
            MESSAGE = 1,

            /** REMOTE_SESSION value */
            REMOTE_SESSION = 2,

            /** TREATMENT value */
            TREATMENT = 3,

            /** RATING value */
            RATING = 4,

            /** COMMENT value */
            COMMENT = 5
        }

        /**
         * Properties of an InteractionEvent.
         * @deprecated Use callbus.v1.InteractionEvent.$Properties instead.
         */
        interface IInteractionEvent extends callbus.v1.InteractionEvent.$Properties {
        }

        /**
         * Something between people that is not a call (1C-Connect). Published on
         * callbus.v1.interaction.<p>.<instance>.<id>.
         */
        class InteractionEvent {

            /**
             * Constructs a new InteractionEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.InteractionEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InteractionEvent eventId. */
            eventId: string;

            /** InteractionEvent kind. */
            kind: callbus.v1.InteractionKind;

            /** InteractionEvent instance. */
            instance: string;

            /** The source's id of the message, session or treatment. */
            id: string;

            /** InteractionEvent orderGroup. */
            orderGroup: string;

            /** The login of the employee whose program told it. */
            login: string;

            /** True when the event came to our side, false when our side began it. */
            incoming: boolean;

            /** InteractionEvent occurredAt. */
            occurredAt: number;

            /** InteractionEvent observedAt. */
            observedAt: number;

            /** InteractionEvent clockOffset. */
            clockOffset?: (number|null);

            /** The source's own state word. */
            state: string;

            /** InteractionEvent author. */
            author?: (callbus.v1.Party.$Properties|null);

            /** InteractionEvent parties. */
            parties: callbus.v1.Party.$Properties[];

            /** InteractionEvent text. */
            text: string;

            /** The treatment that a rating or a comment belongs to. */
            parentId: string;

            /** InteractionEvent rating. */
            rating?: (number|null);

            /** InteractionEvent durationSeconds. */
            durationSeconds?: (number|null);

            /** InteractionEvent files. */
            files: callbus.v1.TransferredFile.$Properties[];

            /** InteractionEvent raw. */
            raw?: (callbus.v1.RawReference.$Properties|null);

            /** InteractionEvent details. */
            details: { [k: string]: string };

            /**
             * Creates a new InteractionEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns InteractionEvent instance
             */
            static create(properties: callbus.v1.InteractionEvent.$Shape): callbus.v1.InteractionEvent & callbus.v1.InteractionEvent.$Shape;
            static create(properties?: callbus.v1.InteractionEvent.$Properties): callbus.v1.InteractionEvent;

            /**
             * Encodes the specified InteractionEvent message. Does not implicitly {@link callbus.v1.InteractionEvent.verify|verify} messages.
             * @param message InteractionEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.InteractionEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InteractionEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.InteractionEvent & callbus.v1.InteractionEvent.$Shape} InteractionEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.InteractionEvent & callbus.v1.InteractionEvent.$Shape;
        }

        namespace InteractionEvent {

            /** Properties of an InteractionEvent. */
            interface $Properties {

                /** InteractionEvent eventId */
                eventId?: (string|null);

                /** InteractionEvent kind */
                kind?: (callbus.v1.InteractionKind|null);

                /** InteractionEvent instance */
                instance?: (string|null);

                /** The source's id of the message, session or treatment. */
                id?: (string|null);

                /** InteractionEvent orderGroup */
                orderGroup?: (string|null);

                /** The login of the employee whose program told it. */
                login?: (string|null);

                /** True when the event came to our side, false when our side began it. */
                incoming?: (boolean|null);

                /** InteractionEvent occurredAt */
                occurredAt?: (number|null);

                /** InteractionEvent observedAt */
                observedAt?: (number|null);

                /** InteractionEvent clockOffset */
                clockOffset?: (number|null);

                /** The source's own state word. */
                state?: (string|null);

                /** InteractionEvent author */
                author?: (callbus.v1.Party.$Properties|null);

                /** InteractionEvent parties */
                parties?: (callbus.v1.Party.$Properties[]|null);

                /** InteractionEvent text */
                text?: (string|null);

                /** The treatment that a rating or a comment belongs to. */
                parentId?: (string|null);

                /** InteractionEvent rating */
                rating?: (number|null);

                /** InteractionEvent durationSeconds */
                durationSeconds?: (number|null);

                /** InteractionEvent files */
                files?: (callbus.v1.TransferredFile.$Properties[]|null);

                /** InteractionEvent raw */
                raw?: (callbus.v1.RawReference.$Properties|null);

                /** InteractionEvent details */
                details?: ({ [k: string]: string }|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InteractionEvent. */
            type $Shape = callbus.v1.InteractionEvent.$Properties;
        }

        /**
         * Properties of a TransferredFile.
         * @deprecated Use callbus.v1.TransferredFile.$Properties instead.
         */
        interface ITransferredFile extends callbus.v1.TransferredFile.$Properties {
        }

        /** A file that went from one side to the other. */
        class TransferredFile {

            /**
             * Constructs a new TransferredFile.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.TransferredFile.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TransferredFile name. */
            name: string;

            /** TransferredFile sourceDir. */
            sourceDir: string;

            /** TransferredFile destinationDir. */
            destinationDir: string;

            /** TransferredFile size. */
            size?: (number|null);

            /** TransferredFile uploaded. */
            uploaded: boolean;

            /**
             * Creates a new TransferredFile instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TransferredFile instance
             */
            static create(properties: callbus.v1.TransferredFile.$Shape): callbus.v1.TransferredFile & callbus.v1.TransferredFile.$Shape;
            static create(properties?: callbus.v1.TransferredFile.$Properties): callbus.v1.TransferredFile;

            /**
             * Encodes the specified TransferredFile message. Does not implicitly {@link callbus.v1.TransferredFile.verify|verify} messages.
             * @param message TransferredFile message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.TransferredFile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TransferredFile message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.TransferredFile & callbus.v1.TransferredFile.$Shape} TransferredFile
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.TransferredFile & callbus.v1.TransferredFile.$Shape;
        }

        namespace TransferredFile {

            /** Properties of a TransferredFile. */
            interface $Properties {

                /** TransferredFile name */
                name?: (string|null);

                /** TransferredFile sourceDir */
                sourceDir?: (string|null);

                /** TransferredFile destinationDir */
                destinationDir?: (string|null);

                /** TransferredFile size */
                size?: (number|null);

                /** TransferredFile uploaded */
                uploaded?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TransferredFile. */
            type $Shape = callbus.v1.TransferredFile.$Properties;
        }

        /** How a call ended for the people in it. */
        enum CallStatus {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** A person talked with the other party. */
            ANSWERED = 1,

            /** Inbound or internal, and nobody talked. */
            MISSED = 2,

            /** Outbound: the far end rang and did not pick up. */
            NOANSWER = 3,

            /** BUSY value */
            BUSY = 4,

            /** DECLINED value */
            DECLINED = 5,

            /** Outbound: our side gave up before an answer. */
            CANCELLED = 6,

            /** Outbound: the call could not be set up. */
            FAILED = 7
        }

        /** How far a record has come. */
        enum RecordState {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** PROVISIONAL value */
            PROVISIONAL = 1,

            /** FINAL value */
            FINAL = 2,

            /** AMENDED value */
            AMENDED = 3,

            /** Joined an older call, see merged_into; not listed and not sent to 1C. */
            MERGED = 4
        }

        /** Whether everything the record says was seen. */
        enum Evidence {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** FULL value */
            FULL = 1,

            /** The adapter was blind for part of it, or the source never told a time that the record needs. */
            PARTIAL = 2
        }

        /**
         * Properties of a Segment.
         * @deprecated Use callbus.v1.Segment.$Properties instead.
         */
        interface ISegment extends callbus.v1.Segment.$Properties {
        }

        /** The time one person of ours had the other party. */
        class Segment {

            /**
             * Constructs a new Segment.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Segment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Segment extension. */
            extension: string;

            /** The outside number, where the call went to one (forward to a mobile). */
            number: string;

            /** Segment startedAt. */
            startedAt?: (number|null);

            /** Segment endedAt. */
            endedAt?: (number|null);

            /** Segment talkSeconds. */
            talkSeconds?: (number|null);

            /**
             * Creates a new Segment instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Segment instance
             */
            static create(properties: callbus.v1.Segment.$Shape): callbus.v1.Segment & callbus.v1.Segment.$Shape;
            static create(properties?: callbus.v1.Segment.$Properties): callbus.v1.Segment;

            /**
             * Encodes the specified Segment message. Does not implicitly {@link callbus.v1.Segment.verify|verify} messages.
             * @param message Segment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Segment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Segment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Segment & callbus.v1.Segment.$Shape} Segment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Segment & callbus.v1.Segment.$Shape;
        }

        namespace Segment {

            /** Properties of a Segment. */
            interface $Properties {

                /** Segment extension */
                extension?: (string|null);

                /** The outside number, where the call went to one (forward to a mobile). */
                number?: (string|null);

                /** Segment startedAt */
                startedAt?: (number|null);

                /** Segment endedAt */
                endedAt?: (number|null);

                /** Segment talkSeconds */
                talkSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Segment. */
            type $Shape = callbus.v1.Segment.$Properties;
        }

        /**
         * Properties of a TransferRecord.
         * @deprecated Use callbus.v1.TransferRecord.$Properties instead.
         */
        interface ITransferRecord extends callbus.v1.TransferRecord.$Properties {
        }

        /** A transfer as the journal keeps it. */
        class TransferRecord {

            /**
             * Constructs a new TransferRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.TransferRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TransferRecord kind. */
            kind: string;

            /** TransferRecord fromExtension. */
            fromExtension: string;

            /** TransferRecord toExtension. */
            toExtension: string;

            /** TransferRecord toNumber. */
            toNumber: string;

            /** TransferRecord at. */
            at: number;

            /** Whether somebody took the call over. */
            answered: boolean;

            /**
             * Creates a new TransferRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TransferRecord instance
             */
            static create(properties: callbus.v1.TransferRecord.$Shape): callbus.v1.TransferRecord & callbus.v1.TransferRecord.$Shape;
            static create(properties?: callbus.v1.TransferRecord.$Properties): callbus.v1.TransferRecord;

            /**
             * Encodes the specified TransferRecord message. Does not implicitly {@link callbus.v1.TransferRecord.verify|verify} messages.
             * @param message TransferRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.TransferRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TransferRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.TransferRecord & callbus.v1.TransferRecord.$Shape} TransferRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.TransferRecord & callbus.v1.TransferRecord.$Shape;
        }

        namespace TransferRecord {

            /** Properties of a TransferRecord. */
            interface $Properties {

                /** TransferRecord kind */
                kind?: (string|null);

                /** TransferRecord fromExtension */
                fromExtension?: (string|null);

                /** TransferRecord toExtension */
                toExtension?: (string|null);

                /** TransferRecord toNumber */
                toNumber?: (string|null);

                /** TransferRecord at */
                at?: (number|null);

                /** Whether somebody took the call over. */
                answered?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TransferRecord. */
            type $Shape = callbus.v1.TransferRecord.$Properties;
        }

        /**
         * Properties of a JournalRecord.
         * @deprecated Use callbus.v1.JournalRecord.$Properties instead.
         */
        interface IJournalRecord extends callbus.v1.JournalRecord.$Properties {
        }

        /**
         * One row of the journal: one call that a person outside, or two people inside,
         * experienced. Published on callbus.v1.journal.<p>.<call-id>; upsert by call_id
         * and revision, an older revision never overwrites a newer.
         */
        class JournalRecord {

            /**
             * Constructs a new JournalRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.JournalRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JournalRecord callId. */
            callId: string;

            /** JournalRecord revision. */
            revision: number;

            /** JournalRecord state. */
            state: callbus.v1.RecordState;

            /** JournalRecord instance. */
            instance: string;

            /** JournalRecord orderGroup. */
            orderGroup: string;

            /** JournalRecord direction. */
            direction: callbus.v1.Direction;

            /** JournalRecord status. */
            status: callbus.v1.CallStatus;

            /** The customer, E.164 where the number plan allows; absent when withheld. */
            externalNumber?: (string|null);

            /** JournalRecord externalNumberRaw. */
            externalNumberRaw: string;

            /** JournalRecord did. */
            did: string;

            /** JournalRecord extension. */
            extension: string;

            /** JournalRecord callerExtension. */
            callerExtension: string;

            /** Every extension that was alerted, in order. */
            rang: string[];

            /** JournalRecord answeredBy. */
            answeredBy: string;

            /** JournalRecord queue. */
            queue: string;

            /** JournalRecord group. */
            group: string;

            /** JournalRecord trunk. */
            trunk: string;

            /** Unix milliseconds. */
            startedAt: number;

            /** JournalRecord answeredAt. */
            answeredAt?: (number|null);

            /** JournalRecord endedAt. */
            endedAt?: (number|null);

            /** Seconds, one decimal; absent where the source never told. */
            ringSeconds?: (number|null);

            /** JournalRecord waitSeconds. */
            waitSeconds?: (number|null);

            /** JournalRecord talkSeconds. */
            talkSeconds?: (number|null);

            /** JournalRecord holdSeconds. */
            holdSeconds?: (number|null);

            /** JournalRecord parkedSeconds. */
            parkedSeconds?: (number|null);

            /** JournalRecord segments. */
            segments: callbus.v1.Segment.$Properties[];

            /** JournalRecord transfers. */
            transfers: callbus.v1.TransferRecord.$Properties[];

            /** JournalRecord recordings. */
            recordings: callbus.v1.Recording.$Properties[];

            /** JournalRecord nativeIds. */
            nativeIds: string[];

            /** JournalRecord counterparty. */
            counterparty?: (callbus.v1.Counterparty.$Properties|null);

            /** Extension of the responsible manager, where one contact was found. */
            responsible: string;

            /** JournalRecord cause. */
            cause?: (callbus.v1.Cause.$Properties|null);

            /** JournalRecord endedBy. */
            endedBy: callbus.v1.EndedBy;

            /** JournalRecord evidence. */
            evidence: callbus.v1.Evidence;

            /** JournalRecord mergedInto. */
            mergedInto: string;

            /** JournalRecord decisions. */
            decisions: callbus.v1.Decision.$Properties[];

            /** JournalRecord accountCode. */
            accountCode: string;

            /** The two sides as they were told, for parties that are neither numbers nor extensions. */
            calling?: (callbus.v1.Party.$Properties|null);

            /** JournalRecord called. */
            called?: (callbus.v1.Party.$Properties|null);

            /** JournalRecord attributes. */
            attributes: { [k: string]: string };

            /** The digits of the external number, for look-ups and for 1C. */
            externalDigits: string;

            /**
             * Creates a new JournalRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JournalRecord instance
             */
            static create(properties: callbus.v1.JournalRecord.$Shape): callbus.v1.JournalRecord & callbus.v1.JournalRecord.$Shape;
            static create(properties?: callbus.v1.JournalRecord.$Properties): callbus.v1.JournalRecord;

            /**
             * Encodes the specified JournalRecord message. Does not implicitly {@link callbus.v1.JournalRecord.verify|verify} messages.
             * @param message JournalRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.JournalRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JournalRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.JournalRecord & callbus.v1.JournalRecord.$Shape} JournalRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.JournalRecord & callbus.v1.JournalRecord.$Shape;
        }

        namespace JournalRecord {

            /** Properties of a JournalRecord. */
            interface $Properties {

                /** JournalRecord callId */
                callId?: (string|null);

                /** JournalRecord revision */
                revision?: (number|null);

                /** JournalRecord state */
                state?: (callbus.v1.RecordState|null);

                /** JournalRecord instance */
                instance?: (string|null);

                /** JournalRecord orderGroup */
                orderGroup?: (string|null);

                /** JournalRecord direction */
                direction?: (callbus.v1.Direction|null);

                /** JournalRecord status */
                status?: (callbus.v1.CallStatus|null);

                /** The customer, E.164 where the number plan allows; absent when withheld. */
                externalNumber?: (string|null);

                /** JournalRecord externalNumberRaw */
                externalNumberRaw?: (string|null);

                /** JournalRecord did */
                did?: (string|null);

                /** JournalRecord extension */
                extension?: (string|null);

                /** JournalRecord callerExtension */
                callerExtension?: (string|null);

                /** Every extension that was alerted, in order. */
                rang?: (string[]|null);

                /** JournalRecord answeredBy */
                answeredBy?: (string|null);

                /** JournalRecord queue */
                queue?: (string|null);

                /** JournalRecord group */
                group?: (string|null);

                /** JournalRecord trunk */
                trunk?: (string|null);

                /** Unix milliseconds. */
                startedAt?: (number|null);

                /** JournalRecord answeredAt */
                answeredAt?: (number|null);

                /** JournalRecord endedAt */
                endedAt?: (number|null);

                /** Seconds, one decimal; absent where the source never told. */
                ringSeconds?: (number|null);

                /** JournalRecord waitSeconds */
                waitSeconds?: (number|null);

                /** JournalRecord talkSeconds */
                talkSeconds?: (number|null);

                /** JournalRecord holdSeconds */
                holdSeconds?: (number|null);

                /** JournalRecord parkedSeconds */
                parkedSeconds?: (number|null);

                /** JournalRecord segments */
                segments?: (callbus.v1.Segment.$Properties[]|null);

                /** JournalRecord transfers */
                transfers?: (callbus.v1.TransferRecord.$Properties[]|null);

                /** JournalRecord recordings */
                recordings?: (callbus.v1.Recording.$Properties[]|null);

                /** JournalRecord nativeIds */
                nativeIds?: (string[]|null);

                /** JournalRecord counterparty */
                counterparty?: (callbus.v1.Counterparty.$Properties|null);

                /** Extension of the responsible manager, where one contact was found. */
                responsible?: (string|null);

                /** JournalRecord cause */
                cause?: (callbus.v1.Cause.$Properties|null);

                /** JournalRecord endedBy */
                endedBy?: (callbus.v1.EndedBy|null);

                /** JournalRecord evidence */
                evidence?: (callbus.v1.Evidence|null);

                /** JournalRecord mergedInto */
                mergedInto?: (string|null);

                /** JournalRecord decisions */
                decisions?: (callbus.v1.Decision.$Properties[]|null);

                /** JournalRecord accountCode */
                accountCode?: (string|null);

                /** The two sides as they were told, for parties that are neither numbers nor extensions. */
                calling?: (callbus.v1.Party.$Properties|null);

                /** JournalRecord called */
                called?: (callbus.v1.Party.$Properties|null);

                /** JournalRecord attributes */
                attributes?: ({ [k: string]: string }|null);

                /** The digits of the external number, for look-ups and for 1C. */
                externalDigits?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JournalRecord. */
            type $Shape = callbus.v1.JournalRecord.$Properties;
        }

        /**
         * Properties of a CallSnapshot.
         * @deprecated Use callbus.v1.CallSnapshot.$Properties instead.
         */
        interface ICallSnapshot extends callbus.v1.CallSnapshot.$Properties {
        }

        /** A running call as it stands now. Published on callbus.v1.call.<call-id>, the newest wins. */
        class CallSnapshot {

            /**
             * Constructs a new CallSnapshot.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.CallSnapshot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** The record as it would be if nothing more happened. */
            record?: (callbus.v1.JournalRecord.$Properties|null);

            /** CallSnapshot connections. */
            connections: callbus.v1.LiveConnection.$Properties[];

            /** Broker time of the newest event, Unix milliseconds. */
            at: number;

            /** Stream sequence of the newest event. */
            sequence: number;

            /** CallSnapshot ended. */
            ended: boolean;

            /**
             * Creates a new CallSnapshot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CallSnapshot instance
             */
            static create(properties: callbus.v1.CallSnapshot.$Shape): callbus.v1.CallSnapshot & callbus.v1.CallSnapshot.$Shape;
            static create(properties?: callbus.v1.CallSnapshot.$Properties): callbus.v1.CallSnapshot;

            /**
             * Encodes the specified CallSnapshot message. Does not implicitly {@link callbus.v1.CallSnapshot.verify|verify} messages.
             * @param message CallSnapshot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.CallSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CallSnapshot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.CallSnapshot & callbus.v1.CallSnapshot.$Shape} CallSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.CallSnapshot & callbus.v1.CallSnapshot.$Shape;
        }

        namespace CallSnapshot {

            /** Properties of a CallSnapshot. */
            interface $Properties {

                /** The record as it would be if nothing more happened. */
                record?: (callbus.v1.JournalRecord.$Properties|null);

                /** CallSnapshot connections */
                connections?: (callbus.v1.LiveConnection.$Properties[]|null);

                /** Broker time of the newest event, Unix milliseconds. */
                at?: (number|null);

                /** Stream sequence of the newest event. */
                sequence?: (number|null);

                /** CallSnapshot ended */
                ended?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CallSnapshot. */
            type $Shape = callbus.v1.CallSnapshot.$Properties;
        }

        /**
         * Properties of a LiveConnection.
         * @deprecated Use callbus.v1.LiveConnection.$Properties instead.
         */
        interface ILiveConnection extends callbus.v1.LiveConnection.$Properties {
        }

        /** A device in a running call, and since when it is in that state. */
        class LiveConnection {

            /**
             * Constructs a new LiveConnection.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.LiveConnection.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LiveConnection connection. */
            connection?: (callbus.v1.Connection.$Properties|null);

            /** LiveConnection since. */
            since: number;

            /**
             * Creates a new LiveConnection instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LiveConnection instance
             */
            static create(properties: callbus.v1.LiveConnection.$Shape): callbus.v1.LiveConnection & callbus.v1.LiveConnection.$Shape;
            static create(properties?: callbus.v1.LiveConnection.$Properties): callbus.v1.LiveConnection;

            /**
             * Encodes the specified LiveConnection message. Does not implicitly {@link callbus.v1.LiveConnection.verify|verify} messages.
             * @param message LiveConnection message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.LiveConnection.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LiveConnection message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.LiveConnection & callbus.v1.LiveConnection.$Shape} LiveConnection
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.LiveConnection & callbus.v1.LiveConnection.$Shape;
        }

        namespace LiveConnection {

            /** Properties of a LiveConnection. */
            interface $Properties {

                /** LiveConnection connection */
                connection?: (callbus.v1.Connection.$Properties|null);

                /** LiveConnection since */
                since?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LiveConnection. */
            type $Shape = callbus.v1.LiveConnection.$Properties;
        }

        /** What the screen should do. */
        enum PopupAction {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** SHOW value */
            SHOW = 1,

            /** UPDATE value */
            UPDATE = 2,

            /** HIDE value */
            HIDE = 3
        }

        /** The moment of the call that a popup speaks of. */
        enum PopupPhase {

            /** UNSPECIFIED value */
            UNSPECIFIED = 0,

            /** Inbound: the extension rings. */
            RINGING = 1,

            /** Outbound: the extension places the call. */
            ORIGINATED = 2,

            /** ANSWERED value */
            ANSWERED = 3,

            /** The counterparty became known. */
            INFORMATION = 4,

            /** ENDED value */
            ENDED = 5
        }

        /**
         * Properties of a Popup.
         * @deprecated Use callbus.v1.Popup.$Properties instead.
         */
        interface IPopup extends callbus.v1.Popup.$Properties {
        }

        /**
         * What should appear on, change on, or leave the screen of one employee.
         * Published on callbus.v1.popup.<extension>.
         */
        class Popup {

            /**
             * Constructs a new Popup.
             * @param [properties] Properties to set
             */
            constructor(properties?: callbus.v1.Popup.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Deterministic: hash(call, extension, phase). */
            popupId: string;

            /** Popup callId. */
            callId: string;

            /** Popup instance. */
            instance: string;

            /** Popup extension. */
            extension: string;

            /** Popup action. */
            action: callbus.v1.PopupAction;

            /** Popup phase. */
            phase: callbus.v1.PopupPhase;

            /** Popup direction. */
            direction: callbus.v1.Direction;

            /** Popup externalNumber. */
            externalNumber?: (string|null);

            /** Popup externalNumberRaw. */
            externalNumberRaw: string;

            /** Popup externalDigits. */
            externalDigits: string;

            /** Popup did. */
            did: string;

            /** Popup queue. */
            queue: string;

            /** Popup group. */
            group: string;

            /** Popup counterparty. */
            counterparty?: (callbus.v1.Counterparty.$Properties|null);

            /** Popup responsible. */
            responsible: string;

            /** Why it is hidden: answeredElsewhere, callCleared, noAnswer. */
            reason: string;

            /** Broker time of the event behind it, Unix milliseconds. */
            issuedAt: number;

            /** Broker time after which it must not be shown, Unix milliseconds. */
            expiresAt: number;

            /** Internal calls: the extension that calls. */
            callerExtension: string;

            /**
             * Creates a new Popup instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Popup instance
             */
            static create(properties: callbus.v1.Popup.$Shape): callbus.v1.Popup & callbus.v1.Popup.$Shape;
            static create(properties?: callbus.v1.Popup.$Properties): callbus.v1.Popup;

            /**
             * Encodes the specified Popup message. Does not implicitly {@link callbus.v1.Popup.verify|verify} messages.
             * @param message Popup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: callbus.v1.Popup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Popup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {callbus.v1.Popup & callbus.v1.Popup.$Shape} Popup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): callbus.v1.Popup & callbus.v1.Popup.$Shape;
        }

        namespace Popup {

            /** Properties of a Popup. */
            interface $Properties {

                /** Deterministic: hash(call, extension, phase). */
                popupId?: (string|null);

                /** Popup callId */
                callId?: (string|null);

                /** Popup instance */
                instance?: (string|null);

                /** Popup extension */
                extension?: (string|null);

                /** Popup action */
                action?: (callbus.v1.PopupAction|null);

                /** Popup phase */
                phase?: (callbus.v1.PopupPhase|null);

                /** Popup direction */
                direction?: (callbus.v1.Direction|null);

                /** Popup externalNumber */
                externalNumber?: (string|null);

                /** Popup externalNumberRaw */
                externalNumberRaw?: (string|null);

                /** Popup externalDigits */
                externalDigits?: (string|null);

                /** Popup did */
                did?: (string|null);

                /** Popup queue */
                queue?: (string|null);

                /** Popup group */
                group?: (string|null);

                /** Popup counterparty */
                counterparty?: (callbus.v1.Counterparty.$Properties|null);

                /** Popup responsible */
                responsible?: (string|null);

                /** Why it is hidden: answeredElsewhere, callCleared, noAnswer. */
                reason?: (string|null);

                /** Broker time of the event behind it, Unix milliseconds. */
                issuedAt?: (number|null);

                /** Broker time after which it must not be shown, Unix milliseconds. */
                expiresAt?: (number|null);

                /** Internal calls: the extension that calls. */
                callerExtension?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Popup. */
            type $Shape = callbus.v1.Popup.$Properties;
        }
    }
}
