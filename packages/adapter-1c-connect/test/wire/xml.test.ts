import { describe, expect, test } from 'vitest';
import { BadMessage } from '../../src/errors.ts';
import { readNative } from '../../src/wire/read.ts';
import { readXml } from '../../src/wire/xml.ts';

const child = (text: string, name: string) => readXml(text).children.find((c) => c.name === name);
const stateOf = (text: string): string => {
  const native = readNative(text);
  return native.kind === 'call' ? native.phase : native.kind === 'message' ? native.state : '';
};

describe('the state', () => {
  test.each([
    [
      'as the spec writes it',
      '<Event Object="Call" Initiator="self"><State="Finished"><CallID>1</CallID></Event>',
    ],
    ['with an end tag at once', '<Event Object="Call"><State="Finished"></State><CallID>1</CallID></Event>'],
    [
      'with an end tag behind the rest',
      '<Event Object="Call"><State="Finished"><CallID>1</CallID></State></Event>',
    ],
    ['closed in itself', '<Event Object="Call"><State="Finished"/><CallID>1</CallID></Event>'],
    ['in typographic quotes', '<Event Object=“Call”><State=“Finished”><CallID>1</CallID></Event>'],
    ['as a tag', '<Event Object="Call"><State> Finished </State><CallID>1</CallID></Event>'],
    ['as an attribute', '<Event Object="Call" State="Finished"><CallID>1</CallID></Event>'],
    ['in another case', '<Event Object="call"><STATE>finished</STATE><callid>1</callid></Event>'],
    [
      'not told, and plain from the rest',
      '<Event Object="Call"><CallID>1</CallID><CallResult>Success</CallResult></Event>',
    ],
  ])('is read %s', (_how, text) => {
    expect(stateOf(text)).toBe('Finished');
  });
});

describe('liberties of the agent', () => {
  test('an initiator may be written in either case', () => {
    for (const word of ['self', 'Self', 'SELF', 'incoming', 'Incoming'])
      expect(
        readNative(`<Event Object="Call" Initiator="${word}" State="Started"><CallID>1</CallID></Event>`),
      ).toMatchObject({ initiator: word.toLowerCase() });
  });

  test.each(['ServicesClients', 'ServiceClients', 'servicesclients'])('%s is one mode', (mode) => {
    expect(
      readNative(`<Event Object="Call" Mode="${mode}" State="Started"><CallID>1</CallID></Event>`),
    ).toMatchObject({ mode: 'ServicesClients' });
  });

  test('quotes of people who paste examples', () => {
    const text =
      '<Event Time=“2026-03-02 09:00:00” Mode=«Colleagues» Object=‘Message’><MessageID>„1”</MessageID></Event>';
    expect(readXml(text).attributes).toEqual(
      new Map([
        ['Time', '2026-03-02 09:00:00'],
        ['Mode', 'Colleagues'],
        ['Object', 'Message'],
      ]),
    );
    expect(child(text, 'MessageID')?.text).toBe('„1”');
    expect(child('<Event><File Name="Отчёт «май».xlsx"/></Event>', 'File')?.attributes.get('Name')).toBe(
      'Отчёт «май».xlsx',
    );
  });

  test('a bare ampersand, entities of XML, CDATA and comments', () => {
    expect(child('<Event><B>Рога & Копыта &amp; Ко &lt;1&gt; &#1041;&#x42;</B></Event>', 'B')?.text).toBe(
      'Рога & Копыта & Ко <1> БB',
    );
    expect(child('<Event><!-- <B>no</B> --><B><![CDATA[<i>a & b</i> &amp;]]> c</B></Event>', 'B')?.text).toBe(
      '<i>a & b</i> &amp; c',
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['a DTD inside', '<Event><!DOCTYPE x SYSTEM "http://192.0.2.1/x"></Event>', '1c-connect.dtd'],
    ['an entity inside', '<Event><!ENTITY a "b"></Event>', '1c-connect.dtd'],
    ['tags that do not match', '<Event><A></B></Event>', '1c-connect.xml'],
    ['an attribute without quotes', '<Event Object=Call></Event>', '1c-connect.xml'],
    ['what is nested too deep', `<Event>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</Event>`, '1c-connect.xml'],
    ['names that JavaScript keeps for itself', '<Event><__proto__>1</__proto__></Event>', '1c-connect.xml'],
  ])('%s', (_what, text, code) => {
    expect(() => readXml(text)).toThrow(BadMessage);
    expect(() => readXml(text)).toThrow(expect.objectContaining({ code }));
  });

  test('an entity nobody declared is text, and fetches nothing', () => {
    expect(child('<Event><B>&xxe;</B></Event>', 'B')?.text).toBe('&xxe;');
  });

  test.each([
    ['<Event Object="Call" State="Started"></Event>', /CallID.*ничего/],
    ['<Event Object="Call" State="Exploded"><CallID>1</CallID></Event>', /State.*Exploded.*Started/],
    ['<Event Object="Fax"></Event>', /Object.*Fax.*Treatment/],
    ['<Event Object="Call" Mode="Pager" State="Started"><CallID>1</CallID></Event>', /Mode.*Pager/],
    [
      '<Event Object="Call" Initiator="nobody" State="Started"><CallID>1</CallID></Event>',
      /Initiator.*nobody/,
    ],
    ['<Event Object="AgentOnlineStatus"></Event>', /Status.*ничего/],
    ['<Event Object="Message"></Event>', /MessageID/],
    ['<Event Object="Call" State="Started"><CallID>a&#7;b</CallID></Event>', /CallID.*управляющих/],
    [`<Event Object="Call" State="Started"><CallID>${'9'.repeat(600)}</CallID></Event>`, /CallID.*500/],
    [
      '<Event Object="Treatment" State="ServiceQualityAssessment"><TreatmentID>1</TreatmentID><Assessment>6</Assessment></Event>',
      /Assessment.*1\.\.5/,
    ],
  ])('%s names its field', (text, reason) => {
    expect(() => readNative(text)).toThrow(reason);
  });

  test('a telephone number in a broken field stays out of the reason', () => {
    const text = '<Event Object="+79990001122"></Event>';
    expect(() => readNative(text)).toThrow(/Object/);
    expect(() => readNative(text)).not.toThrow(/9990001122/);
  });
});

describe('times', () => {
  const call = (tags: string, time = '2026-03-02 09:00:40'): unknown =>
    readNative(
      `<Event Time="${time}" Object="Call" Initiator="self"><State>Finished</State><CallID>1</CallID>${tags}</Event>`,
    );
  const at = (text: string): number => Date.parse(text);

  test.each([
    ['2026-03-02T09:00:10', '2026-03-02T09:00:10Z'],
    ['2026-03-02 09:00:10.250', '2026-03-02T09:00:10.250Z'],
    ['2026-03-02T12:00:10+03:00', '2026-03-02T09:00:10Z'],
    ['2026-03-02T09:00:10Z', '2026-03-02T09:00:10Z'],
    ['02.03.2026 09:00:10', '2026-03-02T09:00:10Z'],
    ['1772442010', '2026-03-02T09:00:10Z'],
  ])('%s is read', (told, meant) => {
    expect(call(`<StartTime>${told}</StartTime>`)).toMatchObject({ startedAt: at(meant), flaws: [] });
  });

  test('no time is told as none, or as a year long gone', () => {
    for (const told of ['', '0001-01-01T00:00:00', '1970-01-01 00:00:00', '0'])
      expect(call(`<AcceptTime>${told}</AcceptTime>`)).not.toHaveProperty('acceptedAt');
  });

  test('what is no time is told of, and the rest counts', () => {
    expect(call('<StartTime>31.02.2026</StartTime><EndTime>2026-03-02T09:00:40</EndTime>')).toMatchObject({
      endedAt: at('2026-03-02T09:00:40Z'),
      flaws: [expect.stringMatching(/StartTime.*31\.02\.2026/)],
    });
    expect(call('', 'now')).toMatchObject({ flaws: [expect.stringContaining('Time')] });
  });

  test("a machine's local time is known by the event's own moment", () => {
    expect(
      call('<StartTime>2026-03-02T12:00:00</StartTime><EndTime>2026-03-02T12:00:40</EndTime>'),
    ).toMatchObject({ startedAt: at('2026-03-02T09:00:00Z'), endedAt: at('2026-03-02T09:00:40Z') });
    // Hours that do not come out even are no time zone.
    expect(call('<EndTime>2026-03-02T08:52:00</EndTime>')).toMatchObject({
      endedAt: at('2026-03-02T08:52:00Z'),
    });
  });

  test.each([
    ['45', 45],
    ['12.5', 12.5],
    ['00:01:05', 65],
    ['1:05', 65],
    ['1.02:00:00', 93_600],
  ])('%s is a length', (told, seconds) => {
    expect(call(`<Duration>${told}</Duration>`)).toMatchObject({ duration: seconds });
  });
});

describe('a document that was tampered with', () => {
  const samples = [
    '<Event Time="2026-03-02 09:00:00" Mode="Softphone" Object="Call" Initiator="self"><State="Finished"><CallID>1</CallID><CallFrom>2</CallFrom><EndTime>2026-03-02T09:00:00</EndTime><BillSec>5</BillSec><CallResult>Success</CallResult></Event>',
    '<Event Mode="ServicesClients" Object="Treatment"><State>Comments</State><TreatmentID>1</TreatmentID><Comments><Comment AuthorID="a" DateTime="b"><![CDATA[x]]>&amp;y</Comment></Comments></Event>',
    '<Event Object="RemoteAccessSession" State="Finished"><SessionID>1</SessionID><UploadedFiles><File Name="a" Size="1"/></UploadedFiles></Event>',
    '<CommandResult Action="SendMessage" ID="1"><Result>OK</Result><Error>x</Error></CommandResult>',
  ];
  const pieces = [
    '<',
    '>',
    '"',
    '&',
    "'",
    '/',
    '=',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<State="x">',
    '</State>',
    '“',
    '\u0000',
    '\ud800',
    '<a>',
    '&#0;',
    '__proto__',
  ];

  test('is read or refused, and nothing else', () => {
    for (const sample of samples)
      for (let at = 0; at <= sample.length; at++)
        for (const piece of pieces)
          for (const text of [
            sample.slice(0, at) + piece + sample.slice(at),
            sample.slice(0, at) + piece + sample.slice(at + 1),
          ]) {
            try {
              readNative(text);
            } catch (error) {
              expect(error).toBeInstanceOf(BadMessage);
            }
          }
  });

  test('takes no longer for being nonsense', () => {
    for (const piece of pieces) {
      const text = `<Event Object="Call">${piece.repeat(200_000 / piece.length)}</Event>`;
      expect(() => readNative(text)).toThrow(BadMessage);
    }
  });
});
