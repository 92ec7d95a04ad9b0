/** The parameters of each curl line of the spec's «Примеры запросов», in its order. */
export const CURLS = {
  incomingAnswered: [
    'event=1&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num=89991234567',
    'event=3&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num=89991234567',
    'event=2&src_type=1&call_record_link=https://prostiezvonki.ru/recording.mp3&call_start_timestamp=1694181400&call_answer_timestamp=1694181405&timestamp=1694181450&status=ANSWER&call_id=32323&line=3333333&dst_num=100&src_num=89991234567',
  ],
  incomingMissed: [
    'event=1&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num=89991234567',
    'event=2&src_type=1&call_record_link=call_start_timestamp=1694181400&timestamp=1694181420&status=NOANSWER&call_id=32323&line=3333333&dst_num=100&src_num=89991234567',
  ],
  outgoingAnswered: [
    'event=1&src_type=2&call_id=32323&src_num=100&dst_num=89991234567',
    'event=3&src_type=2&call_id=32323&src_num=100&dst_num=89991234567',
    'event=2&src_type=2&call_record_link=https://prostiezvonki.ru/recording.mp3&status=ANSWER&call_start_timestamp=1694181400&call_answer_timestamp=1694181405&timestamp=1694181450&call_id=32323&src_num=100&dst_num=89991234567',
  ],
  outgoingMissed: [
    'event=1&src_type=2&call_id=32323&src_num=100&dst_num=89991234567',
    'event=2&src_type=2&call_record_link=&status=NOANSWER&call_start_timestamp=1694181400&timestamp=1694181450&call_id=32323&src_num=100&dst_num=89991234567',
  ],
  smartTransfer: ['event=1&smart_transfer_is_required=1&call_id=32323&line=3333333&src_num=89991234567'],
} as const;

/** The JSON bodies the spec shows beside them, one per curl. */
export const BODIES = {
  incomingAnswered: [
    '{"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333", "callid": "1659685427407907141", "crm_token": "token123"}',
    '{"cmd": "event", "type": "ACCEPTED", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333", "callid": "1659685427407907141", "crm_token": "token123"}',
    '{"cmd": "history", "type": "in", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333", "start": "20230908T015640", "end": "20230908T015730", "duration": 50, "callid": "1659685427407907141", "link": "https://prostiezvonki.ru/recording.mp3", "status": "success", "crm_token": "token123"}',
  ],
  incomingMissed: [
    '{"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333", "callid": "1659685427407907141", "crm_token": "token123"}',
    '{ "cmd": "history", "type": "in", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333", "start": "20230908T015640", "end": "20230908T015700", "duration": 20, "callid": "1659685427407907141", "link": "", "status": "missed", "crm_token": "token123" }',
  ],
  outgoingAnswered: [
    '{ "cmd": "event", "type": "OUTGOING", "direction": "out", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "", "callid": "1659685427407907141", "crm_token": "token123" }',
    '{ "cmd": "event", "type": "ACCEPTED", "direction": "out", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "", "callid": "1659685427407907141", "crm_token": "token123" }',
    '{ "cmd": "history", "type": "out", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "", "start": "20230908T015640", "end": "20230908T015730", "duration": 50, "callid": "1659685427407907141", "link": "https://prostiezvonki.ru/recording.mp3", "status": "success", "crm_token": "token123" }',
  ],
  outgoingMissed: [
    '{ "cmd": "event", "type": "OUTGOING", "direction": "out", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "", "callid": "1659685427407907141", "crm_token": "token123" }',
    '{"cmd": "history", "type": "out", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "", "start": "20230908T015640", "end": "20230908T015700", "duration": 20, "call_id": "1659685427407907141", "link": "", "status": "missed", "crm_token": "token123"}',
  ],
  smartTransfer: ['{"cmd": "contact", "phone": "89991234567", "crm_token": "token123"}'],
} as const;

export type Example = keyof typeof CURLS;
