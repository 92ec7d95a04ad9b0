/** An event as it stands on the wire. */
export interface EventText {
  mode: string;
  object: string;
  initiator: string;
  xml: string;
}

export interface EventParts {
  mode: string;
  object: string;
  initiator: string;
  /** Moment of the event, Unix milliseconds. */
  at: number;
  state?: string;
  /** Id of the command it follows from. */
  id?: string;
  /** Tags in order; XML where a value begins with `<`. */
  tags: readonly (readonly [string, string | number | undefined])[];
  /** How the state is written: as the spec's example has it, as XML has it, or as an attribute. */
  form?: 'valued' | 'tag' | 'attribute';
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** `2026-03-02 09:00:00`, UTC, as the attribute `Time` has it. */
export const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** `2026-03-02T09:00:00`, as the tags have it. */
export const tagTime = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** Writes an event as the program does (spec, I.1). */
export function eventOf({
  mode,
  object,
  initiator,
  at,
  state,
  id,
  tags,
  form = 'valued',
}: EventParts): EventText {
  const attributes = [
    ...(id === undefined ? [] : [['ID', id]]),
    ['Time', timeOf(at)],
    ['Mode', mode],
    ['Object', object],
    ['Initiator', initiator],
    ...(state !== undefined && form === 'attribute' ? [['State', state]] : []),
  ];
  const lines = [
    ...(state !== undefined && form === 'valued' ? [`<State="${state}">`] : []),
    ...(state !== undefined && form === 'tag' ? [`<State>${state}</State>`] : []),
    ...tags.flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`<${name}>${String(value).startsWith('<') ? value : escaped(String(value))}</${name}>`],
    ),
  ];
  const head = attributes.map(([name, value]) => `${name}="${escaped(value ?? '')}"`).join(' ');
  return { mode, object, initiator, xml: `<Event ${head}>\r\n${lines.join('\r\n')}\r\n</Event>\r\n` };
}

/** Who an event of a mode is about (spec, I.1.1.3). */
export interface Persons {
  client?: string;
  user?: string;
  service?: string;
  colleague?: string;
}

export const personTags = ({ client, user, service, colleague }: Persons): [string, string | undefined][] => [
  ['ClientID', client],
  ['UserID', user],
  ['ServiceID', service],
  ['ColleagueID', colleague],
];

/** AgentOnlineStatus (spec, I.1.1.4.1). */
export const statusEvent = (
  parts: Persons & { mode: string; initiator: string; at: number; status: string; id?: string },
): EventText =>
  eventOf({ ...parts, object: 'AgentOnlineStatus', tags: [...personTags(parts), ['Status', parts.status]] });

/** Message (spec, I.1.1.4.2). */
export const messageEvent = (
  parts: Persons & {
    mode: string;
    initiator: string;
    at: number;
    message: string;
    author: string;
    body: string;
    specialist?: string;
    id?: string;
  },
): EventText =>
  eventOf({
    ...parts,
    object: 'Message',
    state: 'Finished',
    tags: [
      ['MessageID', parts.message],
      ...personTags(parts),
      ['AuthorID', parts.author],
      ['MessageBody', parts.body],
      ['Sended', tagTime(parts.at)],
      ['SpecialistID', parts.specialist],
    ],
  });

export interface SimFile {
  name: string;
  from: string;
  to: string;
  size: number;
  at: number;
  seconds: number;
}

const filesOf = (files: readonly SimFile[]): string | undefined =>
  files.length === 0
    ? undefined
    : files
        .map(
          (f) =>
            `<File Name="${escaped(f.name)}" SourceDir="${escaped(f.from)}" DestinDir="${escaped(f.to)}" Size="${f.size}" StartTime="${tagTime(f.at)}" Duration="${f.seconds}"/>`,
        )
        .join('');

/** RemoteAccessSession, its beginning and its end (spec, I.1.1.4.4). */
export function sessionEvents(
  parts: Persons & {
    mode: string;
    initiator: string;
    at: number;
    seconds: number;
    session: string;
    author: string;
    host: string;
    admin: string;
    uploaded?: readonly SimFile[];
    downloaded?: readonly SimFile[];
  },
): [EventText, EventText] {
  const { at, seconds, session, author, uploaded = [], downloaded = [] } = parts;
  const head = [['SessionID', session] as const, ['AuthorID', author] as const, ...personTags(parts)];
  return [
    eventOf({
      ...parts,
      object: 'RemoteAccessSession',
      state: 'Started',
      tags: [
        ...head,
        ['StartTime', tagTime(at)],
        ['HostCompName', parts.host],
        ['AdminCompName', parts.admin],
        ['HostIP', '192.0.2.10'],
        ['AdminIP', '192.0.2.20'],
      ],
    }),
    eventOf({
      ...parts,
      at: at + seconds * 1_000,
      object: 'RemoteAccessSession',
      state: 'Finished',
      tags: [
        ...head,
        ['EndTime', tagTime(at + seconds * 1_000)],
        ['Duration', seconds],
        ['UploadedFiles', filesOf(uploaded)],
        ['DownloadedFiles', filesOf(downloaded)],
      ],
    }),
  ];
}

export type TreatmentPart =
  | { state: 'Appointed'; specialist: string }
  | { state: 'Finished'; seconds: number }
  | { state: 'ServiceQualityAssessment'; mark: number }
  | { state: 'Comments'; comments: readonly { author: string; at: number; text: string }[] };

/** Treatment (spec, I.1.1.4.5). */
export function treatmentEvent(
  parts: Persons & { initiator: string; at: number; treatment: string },
  part: TreatmentPart,
): EventText {
  const own = ((): [string, string | number][] => {
    switch (part.state) {
      case 'Appointed':
        return [['AppointedSpecialistID', part.specialist]];
      case 'Finished':
        return [['TreatmentDuration', part.seconds]];
      case 'ServiceQualityAssessment':
        return [['Assessment', part.mark]];
      case 'Comments':
        return [
          [
            'Comments',
            part.comments
              .map(
                (c) =>
                  `<Comment AuthorID="${c.author}" DateTime="${tagTime(c.at)}">${escaped(c.text)}</Comment>`,
              )
              .join(''),
          ],
        ];
    }
  })();
  return eventOf({
    ...parts,
    mode: 'ServicesClients',
    object: 'Treatment',
    state: part.state,
    tags: [['TreatmentID', parts.treatment], ...personTags(parts), ...own],
  });
}
