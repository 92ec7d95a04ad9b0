import {
  ConnectionState,
  Direction,
  EventType,
  InteractionKind,
  PartyKind,
  Presence,
} from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Stand } from './stand.ts';

// The spec's own examples, with UUIDs of nobody.
const MESSAGE = `<Event Time="2015-03-25 12:00:00" Mode="ServicesClients" Object="Message" Initiator="self">
<State="Finished">
<MessageID>0a1b2c3d000040008000000000000001</MessageID>
<ClientID>0a1b2c3d-0000-4000-8000-000000000002</ClientID>
<UserID>0a1b2c3d-0000-4000-8000-000000000003</UserID>
<ServiceID>0a1b2c3d-0000-4000-8000-000000000004</ServiceID>
<AuthorID>0a1b2c3d000040008000000000000005</AuthorID>
<MessageBody>привет </MessageBody>
<Sended>2012-09-14T00:00:00</Sended>
</Event>`;

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(async () => await nats.stop());
beforeEach(async () => {
  stand = await Stand.begin(nats);
});
afterEach(async () => await stand.stop());

const told = async (xml: string): Promise<void> => await stand.sim().raw(xml);

describe('the example of a message', () => {
  test('is a message as it was written', async () => {
    await told(MESSAGE);
    const [message] = await stand.interacted(1);
    expect(message).toMatchObject({
      kind: InteractionKind.MESSAGE,
      instance: stand.id,
      id: '0a1b2c3d000040008000000000000001',
      login: 'ivanov',
      incoming: false,
      occurredAt: Date.parse('2015-03-25T12:00:00Z'),
      state: 'Finished',
      author: { kind: PartyKind.UUID, uuid: '0a1b2c3d000040008000000000000005' },
      parties: [
        { kind: PartyKind.EXTENSION, extension: '101' },
        { kind: PartyKind.UUID, uuid: '0a1b2c3d-0000-4000-8000-000000000003' },
        { kind: PartyKind.UUID, uuid: '0a1b2c3d-0000-4000-8000-000000000002' },
      ],
      text: 'привет ',
      details: {
        mode: 'ServicesClients',
        clientId: '0a1b2c3d-0000-4000-8000-000000000002',
        userId: '0a1b2c3d-0000-4000-8000-000000000003',
        serviceId: '0a1b2c3d-0000-4000-8000-000000000004',
        sent: '2012-09-14T00:00:00',
      },
    });
    expect(await stand.refused()).toEqual({});
  });

  test('is the same as people paste it, and with ServiceClients', async () => {
    const pasted = MESSAGE.replaceAll('"', '“')
      .replace('ServicesClients', 'ServiceClients')
      .replace('self', 'Self');
    await told(pasted);
    expect((await stand.interacted(1))[0]).toMatchObject({
      id: '0a1b2c3d000040008000000000000001',
      incoming: false,
      details: { mode: 'ServicesClients' },
    });
  });

  test('is one whoever of two logins tells it, and however often', async () => {
    await told(MESSAGE + MESSAGE.replace('привет', 'привет'));
    await told(MESSAGE.replace('0001</MessageID>', '0009</MessageID>'));
    const ids = (await stand.interacted(2)).map((m) => m.id.slice(-1));
    expect(ids).toEqual(['1', '9']);
  });
});

/** An event of a call, with the tags its state has by the spec. */
const call = (state: string, tags: string, head = 'Mode="Softphone" Initiator="incoming"'): string =>
  `<Event Time="2026-03-02 09:00:40" Object="Call" ${head}><State="${state}"><CallID>{0A1B2C3D-0000-4000-8000-00000000AAAA}</CallID><CallFrom>89990001122</CallFrom><CallTo>0a1b2c3d-0000-4000-8000-000000000101</CallTo>${tags}</Event>`;
const START = '<StartTime>2026-03-02T09:00:00</StartTime>';
const ACCEPT = '<AcceptTime>2026-03-02T09:00:10</AcceptTime>';
const moment = (text: string): number => Date.parse(`2026-03-02T${text}Z`);
const KEY = '0a1b2c3d-0000-4000-8000-00000000aaaa';
const OWN = { id: '101', party: { kind: PartyKind.EXTENSION, extension: '101' } };

describe('each state of a call', () => {
  const common = () => ({
    instance: stand.id,
    key: KEY,
    nativeId: '{0A1B2C3D-0000-4000-8000-00000000AAAA}',
    direction: Direction.INBOUND,
    calling: { kind: PartyKind.EXTERNAL, number: '89990001122' },
    called: { kind: PartyKind.EXTENSION, extension: '101', uuid: '0a1b2c3d-0000-4000-8000-000000000101' },
    attributes: { login: 'ivanov', mode: 'Softphone' },
  });

  test.each([
    ['Initialized', '', { type: EventType.OFFERED }],
    [
      'Started',
      START,
      {
        type: EventType.DELIVERED,
        occurredAt: moment('09:00:00'),
        connection: { ...OWN, state: ConnectionState.ALERTING },
      },
    ],
    [
      'CallAccepted',
      START + ACCEPT,
      {
        type: EventType.ESTABLISHED,
        occurredAt: moment('09:00:10'),
        connection: { ...OWN, state: ConnectionState.CONNECTED },
      },
    ],
    [
      'CallInProgress',
      '<KeyPressed>#</KeyPressed><KeyPressedTime>2026-03-02T09:00:40</KeyPressedTime>',
      { type: EventType.DIGITS_GENERATED, digits: { digits: '#' }, occurredAt: moment('09:00:40') },
    ],
    [
      'MP3RecordReady',
      '<CallRecordLink>https://rec.example/a/1.mp3?sig=x&amp;y=1</CallRecordLink>',
      {
        type: EventType.RECORDING_READY,
        recording: { file: '1.mp3', url: 'https://rec.example/a/1.mp3?sig=x&y=1' },
      },
    ],
  ])('%s', async (state, tags, expected) => {
    await told(call(state, tags));
    expect((await stand.called(1))[0]).toMatchObject({ ...common(), ...expected });
    expect(await stand.refused()).toEqual({});
  });

  test('one the employee began is outbound, and the far end answers', async () => {
    const out = 'Mode="Softphone" Initiator="self"';
    const swapped = (text: string): string =>
      text
        .replace(
          '<CallFrom>89990001122</CallFrom>',
          '<CallFrom>0a1b2c3d-0000-4000-8000-000000000101</CallFrom>',
        )
        .replace(/<CallTo>[^<]*<\/CallTo>/, '<CallTo>89990001122</CallTo>');
    await told(swapped(call('Initialized', '', out)) + swapped(call('Started', START, out)));
    await told(swapped(call('CallAccepted', START + ACCEPT, out)));
    const events = await stand.called(3);
    expect(events.map((e) => [e.type, e.connection?.id, e.direction])).toEqual([
      [EventType.SERVICE_INITIATED, 'from', Direction.OUTBOUND],
      [EventType.ORIGINATED, 'from', Direction.OUTBOUND],
      [EventType.ESTABLISHED, 'to', Direction.OUTBOUND],
    ]);
    expect(events[2]?.connection?.party).toMatchObject({ kind: PartyKind.EXTERNAL, number: '89990001122' });
  });

  test('a key pressed twice in a second is two keys', async () => {
    const key = call(
      'CallInProgress',
      '<KeyPressed>5</KeyPressed><KeyPressedTime>2026-03-02T09:00:40</KeyPressedTime>',
    );
    await told(key + key);
    const events = await stand.called(2);
    expect(events.map((e) => e.digits?.digits)).toEqual(['5', '5']);
    expect(new Set(events.map((e) => e.eventId)).size).toBe(2);
  });

  test('a link that runs something is no recording', async () => {
    await told(
      call('MP3RecordReady', '<CallRecordLink>javascript:alert(1)</CallRecordLink>') + call('Started', START),
    );
    expect((await stand.called(1))[0]?.type).toBe(EventType.DELIVERED);
    expect((await stand.setAside('1c-connect.field')).reason).toContain('CallRecordLink');
  });
});

describe('statuses', () => {
  test.each([
    ['Connecting', Presence.OFFLINE],
    ['Online', Presence.AVAILABLE],
    ['Away', Presence.AWAY],
    ['Talking', Presence.TALKING],
    ['DoNotDisturb', Presence.DO_NOT_DISTURB],
    ['BusyForNewRequests', Presence.NOT_READY],
  ])('%s', async (word, presence) => {
    await told(
      `<Event Time="2026-03-02 09:00:00" Mode="Colleagues" Object="AgentOnlineStatus" Initiator="self"><Status>${word}</Status></Event>`,
    );
    const event = await until('the status', () =>
      stand.agents.all.find((a) => a.extension === '101' && a.native === word),
    );
    expect(event).toMatchObject({ presence, native: word, party: { extension: '101' } });
  });

  test('of colleagues and customers go by their UUIDs', async () => {
    await told(
      '<Event Mode="Colleagues" Object="AgentOnlineStatus" Initiator="incoming"><ColleagueID>0a1b2c3d-0000-4000-8000-000000000102</ColleagueID><Status>Away</Status></Event>',
    );
    await told(
      '<Event Mode="ServicesClients" Object="AgentOnlineStatus" Initiator="incoming"><ClientID>c</ClientID><UserID>0a1b2c3d-0000-4000-8000-000000000202</UserID><ServiceID>s</ServiceID><Status>Online</Status></Event>',
    );
    const customer = await until('the customer', () =>
      stand.agents.all.find((a) => a.attributes.mode === 'ServicesClients'),
    );
    expect(customer).toMatchObject({
      extension: '0a1b2c3d-0000-4000-8000-000000000202',
      presence: Presence.AVAILABLE,
      attributes: { clientId: 'c', serviceId: 's' },
    });
    expect(stand.agents.all.find((a) => a.extension.endsWith('102'))).toMatchObject({
      presence: Presence.AWAY,
    });
  });

  test('a word nobody knows is passed on as it is, and told of', async () => {
    await told(
      '<Event Mode="Colleagues" Object="AgentOnlineStatus" Initiator="self"><Status>Meditating</Status></Event>',
    );
    const event = await until('the status', () => stand.agents.all.find((a) => a.native === 'Meditating'));
    expect(event.presence).toBe(Presence.UNSPECIFIED);
    expect((await stand.setAside('1c-connect.field')).reason).toContain('Meditating');
  });
});

describe('remote access', () => {
  const head = 'Mode="ServicesClients" Object="RemoteAccessSession" Initiator="self"';
  const id =
    '<SessionID>0a1b2c3d-0000-4000-8000-000000004001</SessionID><AuthorID>0a1b2c3d-0000-4000-8000-000000000101</AuthorID>';

  test('begins and ends; the end carries all that is known', async () => {
    await told(
      `<Event Time="2026-03-02 09:00:00" ${head}><State="Started">${id}<StartTime>2026-03-02T09:00:00</StartTime><HostCompName>CLIENT-PC</HostCompName><AdminCompName>SUPPORT-PC</AdminCompName><HostIP>192.0.2.10</HostIP><AdminIP>192.0.2.20</AdminIP></Event>` +
        `<Event Time="2026-03-02 09:10:00" ${head}><State="Finished">${id}<EndTime>2026-03-02T09:10:00</EndTime><Duration>600</Duration>` +
        '<UploadedFiles><File Name="a.epf" SourceDir="C:\\Out" DestinDir="D:\\In" Size="20480" StartTime="2026-03-02T09:05:00" Duration="3"/><File Name="b.txt" SourceDir="" DestinDir="" Size="" StartTime="" Duration=""/></UploadedFiles>' +
        '<DownloadedFiles><File Name="log.txt" SourceDir="D:\\" DestinDir="C:\\" Size="512" StartTime="" Duration=""/></DownloadedFiles></Event>',
    );
    const [begun, over] = await stand.interacted(2);
    expect(begun).toMatchObject({
      kind: InteractionKind.REMOTE_SESSION,
      state: 'Started',
      details: { hostIp: '192.0.2.10' },
    });
    expect(over).toMatchObject({
      id: '0a1b2c3d-0000-4000-8000-000000004001',
      state: 'Finished',
      occurredAt: moment('09:00:00'),
      durationSeconds: 600,
      files: [
        { name: 'a.epf', sourceDir: 'C:\\Out', destinationDir: 'D:\\In', size: 20480, uploaded: true },
        { name: 'b.txt', uploaded: true },
        { name: 'log.txt', size: 512, uploaded: false },
      ],
      details: {
        hostComputer: 'CLIENT-PC',
        adminComputer: 'SUPPORT-PC',
        endedAt: '2026-03-02T09:10:00.000Z',
      },
    });
  });
});

describe('treatments', () => {
  const treatment = (state: string, tags: string): string =>
    `<Event Time="2026-03-02 09:00:00" Mode="ServicesClients" Object="Treatment" Initiator="incoming"><State="${state}"><TreatmentID>0a1b2c3d-0000-4000-8000-000000005001</TreatmentID><ClientID>c</ClientID><UserID>u</UserID><ServiceID>s</ServiceID>${tags}</Event>`;
  const ID = '0a1b2c3d-0000-4000-8000-000000005001';

  test('are appointed, finished, rated and commented on', async () => {
    await told(treatment('Appointed', '<AppointedSpecialistID>sp</AppointedSpecialistID>'));
    await told(treatment('Finished', '<TreatmentDuration>700</TreatmentDuration>'));
    await told(treatment('ServiceQualityAssessment', '<Assessment>5</Assessment>'));
    await told(
      treatment(
        'Comments',
        '<Comments><Comment AuthorID="u" DateTime="2026-03-02T09:01:00"> Спасибо </Comment><Comment AuthorID="w" DateTime="2026-03-02T09:02:00">Тоже спасибо</Comment></Comments>',
      ),
    );
    expect(await stand.interacted(5)).toMatchObject([
      { kind: InteractionKind.TREATMENT, id: ID, state: 'Appointed', details: { specialistId: 'sp' } },
      { kind: InteractionKind.TREATMENT, id: ID, state: 'Finished', durationSeconds: 700 },
      { kind: InteractionKind.RATING, parentId: ID, rating: 5, details: { treatmentId: ID } },
      { kind: InteractionKind.COMMENT, parentId: ID, text: 'Спасибо', author: { uuid: 'u' } },
      { kind: InteractionKind.COMMENT, parentId: ID, text: 'Тоже спасибо', author: { uuid: 'w' } },
    ]);
    expect(new Set(stand.interactions.all.map((i) => i.id)).size).toBe(4);
  });
});

describe('bytes', () => {
  test('junk, a broken document, a DTD and a field are told of, and nothing else is lost', async () => {
    await told(`hello ${call('Started', START)}`);
    await told('<Event Object="Call"><CallID>1');
    await told('<Event Object="Call"><CallID></X></Event>');
    await told(
      `<!DOCTYPE Event [<!ENTITY x SYSTEM "file:///etc/hostname">]>${call('CallAccepted', START + ACCEPT)}`,
    );
    await told(
      '<Event Object="Fax"></Event><CommandResult Action="X" ID="9"><Result>OK</Result></CommandResult>',
    );
    await told(call('CallAccepted', START + ACCEPT));
    expect((await stand.called(2)).map((e) => e.type)).toEqual([EventType.DELIVERED, EventType.ESTABLISHED]);
    for (const code of ['junk', 'truncated', 'xml', 'dtd', 'field', 'unasked'])
      expect(await stand.setAside(`1c-connect.${code}`)).toMatchObject({
        service: stand.id,
        contentType: 'application/xml',
      });
    expect(await stand.refused()).toEqual({
      '1c-connect.junk': 1,
      '1c-connect.truncated': 1,
      '1c-connect.xml': 1,
      '1c-connect.dtd': 1,
      '1c-connect.field': 1,
      '1c-connect.unasked': 1,
    });
  });
});
