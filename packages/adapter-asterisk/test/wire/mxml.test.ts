import { expect, test } from 'vitest';
import { readMxml } from '../../src/wire/mxml.ts';

const answer = (...elements: string[]): Buffer =>
  Buffer.from(
    `<ajax-response>\n${elements
      .map((each) => `<response type='object' id='unknown'><generic ${each} /></response>\n`)
      .join('')}</ajax-response>\n`,
  );

test('names are spelt as a connection spells them, also where events differ', () => {
  const read = readMxml(
    answer(
      "event='CEL' eventname='CHAN_START' calleridnum='79161234561' uniqueid='1.1' linkedid='1.1' cause_txt='x'",
      "event='Cdr' uniqueid='1.1' linkedid='1.1' userfield='a' billableseconds='4'",
      "event='DialEnd' calleridnum='1' uniqueid='1.1' destuniqueid='1.2' destcalleridname='b' dialstatus='ANSWER'",
      "event='AttendedTransfer' origtransfererchannel='a' secondbridgeuniqueid='b' transfertargetlinkedid='c'",
      "response='Success' eventlist='start' somethingnew='7' _9lives='8'",
    ),
  );
  expect(read.map((message) => Object.keys(message))).toEqual([
    ['Event', 'EventName', 'CallerIDnum', 'UniqueID', 'LinkedID', 'Cause-txt'],
    ['Event', 'UniqueID', 'LinkedID', 'UserField', 'BillableSeconds'],
    ['Event', 'CallerIDNum', 'Uniqueid', 'DestUniqueid', 'DestCallerIDName', 'DialStatus'],
    ['Event', 'OrigTransfererChannel', 'SecondBridgeUniqueid', 'TransferTargetLinkedid'],
    ['Response', 'EventList', 'somethingnew', '_9lives'],
  ]);
});

test('a header that came again is one list', () => {
  expect(readMxml(answer("response='Success' output='a' output-2='' output-3='c'"))).toEqual([
    { Response: 'Success', Output: ['a', '', 'c'] },
  ]);
});

test('values come as they were written', () => {
  const value = ' &lt;unknown&gt; &quot;Мария&quot; &apos;&amp;lt;&apos; &amp;#65; a\nb\tc  ';
  expect(readMxml(answer(`event='X' data='${value}' empty='' number='007' truth='true'`))).toEqual([
    {
      Event: 'X',
      Data: ' <unknown> "Мария" \'&lt;\' &#65; a\nb\tc  ',
      empty: '',
      Number: '007',
      truth: 'true',
    },
  ]);
});

test('a very long list is read whole', () => {
  const element = `event='CoreShowChannel' channel='${'&lt;x&gt;'.repeat(40)}'`;
  const read = readMxml(answer(...Array<string>(5_000).fill(element)));
  expect(read).toHaveLength(5_000);
  expect(read.at(-1)).toEqual({ Event: 'CoreShowChannel', Channel: '<x>'.repeat(40) });
});

test('names that objects have of their own are names like any other', () => {
  const [message = {}] = readMxml(answer("event='X' __proto__='a' constructor='b' __proto__-2='c'"));
  expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
  expect(Object.entries(message)).toEqual([
    ['Event', 'X'],
    ['__proto__', ['a', 'c']],
    ['constructor', 'b'],
  ]);
});

test('an answer without messages is empty, and what is no answer is refused', () => {
  expect(readMxml(answer())).toEqual([]);
  for (const text of ['', 'hello', '<html></html>', "<ajax-response><response><generic a='1"]) {
    expect(() => readMxml(Buffer.from(text))).toThrow();
  }
});
