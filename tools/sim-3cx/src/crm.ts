import { XMLParser } from 'fast-xml-parser';
import { request } from 'undici';
import { evaluate, holds, type Variables } from './expression.ts';
import { agentOf, type SimCall } from './model.ts';

/** An element of a template. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** What a look-up of 3CX came to: the outputs of the records it kept. */
export type CrmMatch = Record<string, string>;

/** What one request of the engine was, and how it was answered. */
export interface CrmExchange {
  scenario: string;
  method: string;
  url: string;
  body: string;
  status: number;
  answer: unknown;
}

/** Reads the elements of a template, in order. */
export function readTemplate(xml: string): Element {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
    ignoreDeclaration: true,
  });
  const [root] = elementsOf(parser.parse(xml) as Raw[]);
  if (!root) throw new Error('no element');
  return root;
}

type Raw = Record<string, unknown>;

function elementsOf(nodes: readonly Raw[]): Element[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#') || name.startsWith('?')) return [];
    const inside = node[name] as Raw[];
    const text = inside.map((n) => n['#text']).find((t) => t !== undefined);
    return [
      {
        name,
        attributes: (node[':@'] ?? {}) as Record<string, string>,
        children: elementsOf(inside),
        text: String(text ?? ''),
      },
    ];
  });
}

/** The children of that name, at any depth below. */
export const all = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

const child = (element: Element, name: string): Element | undefined =>
  element.children.find((c) => c.name === name);

/**
 * The CRM engine of 3CX: does with a template what its documentation and those
 * who work with it say. Nothing it sends is made but from the template.
 */
export class CrmEngine {
  readonly exchanges: CrmExchange[] = [];
  readonly #root: Element;
  readonly #parameters: Record<string, string>;

  /** @param parameters what the administrator entered; the rest is as the template has it */
  constructor(template: string, parameters: Record<string, string> = {}) {
    this.#root = readTemplate(template);
    const given = all(this.#root, 'Parameter').map(({ attributes: a }) => [a.Name ?? '', a.Default ?? '']);
    this.#parameters = { ...Object.fromEntries(given), ...parameters };
  }

  /** A call arrives, or is dialled: who is that? */
  async lookup(number: string, direction: 'Inbound' | 'Outbound' = 'Inbound'): Promise<CrmMatch[]> {
    const shaped = this.#shaped(number);
    const found = await this.#found('', { Number: shaped, CallDirection: direction });
    // A match that does not have the number that was searched is dropped.
    return found.filter((match) => phones(match).some((phone) => phone.includes(shaped)));
  }

  async byEmail(email: string): Promise<CrmMatch[]> {
    return await this.#found('LookupByEmail', { Email: email });
  }

  async search(text: string): Promise<CrmMatch[]> {
    return await this.#found('SearchContacts', { SearchText: text });
  }

  /** The client's "new contact". */
  async create(contact: Record<string, string>): Promise<CrmMatch[]> {
    return await this.#found('CreateContactRecordFromClient', contact);
  }

  /** The Call Flow Designer asks; its flow gets the answer as it is. */
  async fromFlow(number: string): Promise<unknown> {
    const id = all(this.#root, 'Scenario').find((s) => s.attributes.Id?.startsWith('LookupFromCFD_'))
      ?.attributes.Id;
    return (await this.#run(id ?? '', { Number: number }))?.answer;
  }

  /** The call is over; internal calls are never told. */
  async report(call: SimCall, match: CrmMatch = {}): Promise<CrmExchange | undefined> {
    const variables = reportVariables(call, match);
    return variables === undefined ? undefined : await this.#run('ReportCall', variables);
  }

  /** The same with variables of one's own. */
  async reportOf(variables: Variables): Promise<CrmExchange | undefined> {
    return await this.#run('ReportCall', variables);
  }

  #shaped(number: string): string {
    const { Prefix: prefix, MaxLength: most } = child(this.#root, 'Number')?.attributes ?? {};
    const digits = number.replace(/^\+|^00/, '');
    const sign = number.startsWith('+') || number.startsWith('00');
    const shaped = { Off: digits, Plus: sign ? `+${digits}` : digits, Zeros: sign ? `00${digits}` : digits };
    const whole = shaped[prefix as keyof typeof shaped] ?? number;
    return most ? whole.replace(/\D/g, '').slice(-Number(most)) : whole;
  }

  async #found(id: string, variables: Variables): Promise<CrmMatch[]> {
    const scenario = this.#scenario(id);
    const exchange = await this.#run(id, variables);
    if (scenario === undefined || exchange === undefined || exchange.status >= 400) return [];
    const outputs = child(scenario, 'Outputs');
    return recordsOf(exchange.answer, scenario).flatMap((record) => {
      const known = Object.fromEntries(
        all(scenario, 'Variable').map(({ attributes: a }) => [a.Name ?? '', record(a.Path ?? '')]),
      );
      const match = Object.fromEntries(
        (outputs?.children ?? []).map(({ attributes: a }) => [
          a.Type ?? '',
          evaluate(a.Value ?? '', { ...this.#parameters, ...variables, ...known }),
        ]),
      );
      const named = [match.FirstName, match.LastName, match.CompanyName].some((name) => name);
      return match.ContactUrl && named ? [match] : [];
    });
  }

  #scenario(id: string): Element | undefined {
    return all(this.#root, 'Scenario').find((s) => s.attributes.Id === id);
  }

  async #run(id: string, told: Variables): Promise<CrmExchange | undefined> {
    const asked = child(this.#scenario(id) ?? EMPTY, 'Request');
    if (asked === undefined) return undefined;
    const variables = { ...this.#parameters, ...told };
    const { SkipIf = '', Url = '', RequestType: method = 'Get' } = asked.attributes;
    if (holds(SkipIf, variables)) return undefined;
    const url = evaluate(Url, variables);
    const headers = Object.fromEntries(
      (child(asked, 'Headers')?.children ?? []).map((h) => [
        (h.attributes.Key ?? '').toLowerCase(),
        evaluate(h.text, variables),
      ]),
    );
    // In a body the number is bare, whatever Prefix says.
    const bare = {
      ...variables,
      ...(typeof told.Number === 'string' ? { Number: told.Number.replace(/^\+/, '') } : {}),
    };
    const body = method === 'Post' ? JSON.stringify(this.#values(asked, bare)) : '';
    const response = await request(url, {
      method: method === 'Post' ? 'POST' : 'GET',
      headers: { ...headers, ...(body === '' ? {} : { 'content-type': 'application/json' }) },
      ...(body === '' ? {} : { body }),
    });
    const text = await response.body.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    const exchange = { scenario: id, method, url, body, status: response.statusCode, answer };
    this.exchanges.push(exchange);
    return exchange;
  }

  #values(asked: Element, variables: Variables): Record<string, string> {
    return Object.fromEntries(
      (child(asked, 'PostValues')?.children ?? []).flatMap((value) => {
        const { Key = '', If = '', SkipIf = '' } = value.attributes;
        if ((If !== '' && !holds(If, variables)) || holds(SkipIf, variables)) return [];
        return [[Key, evaluate(value.text, variables)]];
      }),
    );
  }
}

const EMPTY: Element = { name: '', attributes: {}, children: [], text: '' };

const phones = (match: CrmMatch): string[] =>
  Object.entries(match)
    .filter(([type]) => /^Phone(?!toUrl)/.test(type))
    .map(([, value]) => value);

// Paths go from the root; a list on the way is one record each, of which the
// rules of the scenario keep those that have what they ask for.
function recordsOf(answer: unknown, scenario: Element): ((path: string) => string)[] {
  const rules = child(scenario, 'Rules')?.children ?? [];
  const list = rules[0]?.text.split('.')[0] ?? '';
  const records = (answer as Record<string, unknown> | undefined)?.[list];
  const each = Array.isArray(records) ? records : records === undefined ? [] : [records];
  return each
    .map((record) => (path: string) => {
      const [head, ...rest] = path.split('.');
      if (head !== list) return '';
      const value = rest.reduce<unknown>(
        (v, key) => (v as Record<string, unknown> | undefined)?.[key],
        record,
      );
      return value === undefined || value === null ? '' : String(value);
    })
    .filter((record) => rules.every((rule) => record(rule.text) !== ''));
}

const TYPES = {
  inbound: ['Inbound', 'Missed'],
  outbound: ['Outbound', 'Notanswered'],
} as const;

/** What the variables of ReportCall hold for a call that is over; undefined for internal calls. */
export function reportVariables(call: SimCall, match: CrmMatch = {}): Variables | undefined {
  if (call.direction === 'internal') return undefined;
  const [answered, not] = TYPES[call.direction];
  const { answeredAt, endedAt = call.startedAt } = call;
  const seconds = answeredAt === undefined ? 0 : (endedAt - answeredAt) / 1_000;
  const moment = (at: number | undefined): { kind: 'moment'; at: number } | null =>
    at === undefined ? null : { kind: 'moment', at };
  return {
    CallType: answeredAt === undefined ? not : answered,
    CallDirection: answered,
    Number: call.number === '' ? 'Anonymous' : call.number,
    Name: [match.FirstName, match.LastName].filter((name) => name).join(' ') || call.name,
    EntityId: match.EntityId ?? '',
    EntityType: match.EntityType ?? '',
    Agent: agentOf(call),
    QueueExtension: call.queue,
    Duration: { kind: 'span', seconds },
    DurationTimespan: { kind: 'span', seconds },
    DateTime: moment(call.startedAt),
    CallStartTimeUTC: moment(call.startedAt),
    CallEstablishedTimeUTC: moment(answeredAt),
    CallEndTimeUTC: moment(endedAt),
    CallStartTimeUTCMillis: String(call.startedAt),
    CallEstablishedTimeUTCMillis: answeredAt === undefined ? null : String(answeredAt),
    CallEndTimeUTCMillis: String(endedAt),
  };
}
