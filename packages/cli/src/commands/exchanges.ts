import { say } from '@callbus/runtime';
import { type ListOptions, show } from '../list.ts';
import { messages } from '../messages.ts';
import { cellsOf, moment } from '../table.ts';

export interface ExchangesOptions extends ListOptions {
  service?: string;
  direction?: string;
  status?: string;
  from?: string;
  to?: string;
  bodies?: boolean;
}

/** An exchange as the gateway lists it. */
interface ExchangeRow {
  id: number;
  at: string;
  service: string;
  direction: 'in' | 'out';
  method: string;
  route: string;
  status: number | null;
  latencyMs: number | null;
  request: string | null;
  response: string | null;
  error: string | null;
}

const cells = cellsOf([23, 12, 2, 6, 6, 8]);

/** `callbus exchanges`: what neighbours asked and were asked, the newest last, and with --follow what is to come. */
export const exchanges = (options: ExchangesOptions): Promise<void> => {
  const { service, direction, status, from, to, bodies } = options;
  return show<ExchangeRow>(
    {
      path: '/api/v1/exchanges',
      query: { service, direction, status, from, to },
      idOf: (exchange) => String(exchange.id),
      versionOf: () => 0,
      header: () =>
        cells([
          say(messages.exchangeTime),
          say(messages.exchangeService),
          '',
          say(messages.exchangeStatus),
          say(messages.exchangeLatency),
          say(messages.exchangeMethod),
          say(messages.exchangeRoute),
        ]),
      row: (exchange) => line(exchange) + (bodies ? bodiesOf(exchange) : ''),
      none: () => say(messages.noExchanges),
    },
    options,
  );
};

function line({ at, service, direction, status, latencyMs, method, route, error }: ExchangeRow): string {
  return cells([
    `${moment(at)}.${at.slice(20, 23)}`,
    service,
    direction === 'in' ? '→' : '←',
    String(status ?? '-'),
    latencyMs === null ? '-' : String(Math.round(latencyMs)),
    method,
    error === null ? route : `${route}  ${error}`,
  ]);
}

const bodiesOf = ({ request, response }: ExchangeRow): string =>
  [
    ['>', request],
    ['<', response],
  ]
    .filter(([, body]) => body !== null)
    .map(([sign, body]) => `\n    ${sign} ${body?.replaceAll('\n', '\n      ')}`)
    .join('');
