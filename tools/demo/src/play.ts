import { setTimeout as delay } from 'node:timers/promises';
import { say } from '@callbus/runtime';
import {
  type EventText,
  messageEvent,
  statusEvent,
  toldBy,
  treatmentEvent,
  uuid,
} from '@callbus/sim-1c-connect';
import { Player } from '@callbus/sim-prostiezvonki';
import { messages } from './messages.ts';
import type { RealPbx } from './real-pbx.ts';
import type { Screen } from './screen.ts';
import { KEY, LOGIN, type Order, PEOPLE, type Stage } from './stage.ts';

const LINE = '74950000000';

interface Call {
  id: string;
  customer: string;
  rings: string[];
  answeredBy?: string;
  ringMs: number;
  talkMs: number;
}

/** The short play: five calls, told as a PBX tells them, what an employee's program tells, and a call through a real PBX where there is one. */
export class Play {
  readonly #stage: Stage;
  readonly #screen: Screen;
  readonly #player: Player;
  readonly #real: RealPbx;
  /** 1 is real time; tests play faster. */
  readonly #speed: number;
  /** The call the last order became. */
  #ordered: Promise<void> = Promise.resolve();
  #orders = 0;

  constructor(stage: Stage, screen: Screen, real: RealPbx, speed: number) {
    this.#stage = stage;
    this.#real = real;
    this.#screen = screen;
    this.#speed = speed;
    this.#player = new Player({ origin: stage.origin, adapter: 'pz' });
    stage.onMakeCall = (order) => {
      this.#ordered = this.#place(order);
      // Whoever waits for it hears of it; who has stopped meanwhile need not.
      this.#ordered.catch(() => {});
    };
  }

  /** Tells nothing more. */
  async close(): Promise<void> {
    await this.#player.close();
  }

  async run(): Promise<void> {
    const { regular, wholesale, stranger } = PEOPLE;
    this.#screen.scene(1, say(messages.sceneAnswered));
    await this.#ask('demo-1', regular.number);
    await this.#inbound({
      id: 'demo-1',
      customer: regular.number,
      rings: ['100'],
      answeredBy: '100',
      ringMs: 2_000,
      talkMs: 3_000,
    });
    this.#screen.scene(2, say(messages.sceneGroup));
    await this.#inbound({
      id: 'demo-2',
      customer: wholesale.number,
      rings: ['100', '101', '102'],
      answeredBy: '101',
      ringMs: 1_500,
      talkMs: 2_000,
    });
    this.#screen.scene(3, say(messages.sceneMissed));
    await this.#inbound({
      id: 'demo-3',
      customer: stranger.number,
      rings: ['102'],
      ringMs: 2_500,
      talkMs: 0,
    });
    this.#screen.scene(4, say(messages.sceneClick));
    await this.#click(wholesale.number);
    this.#screen.scene(5, say(messages.sceneLocked));
    await this.#stage.update(true);
    await this.#inbound({
      id: 'demo-5',
      customer: regular.number,
      rings: ['100'],
      answeredBy: '100',
      ringMs: 1_000,
      talkMs: 1_500,
    });
    await this.#wait(1_500);
    this.#screen.base('✓', say(messages.unlocked));
    await this.#stage.update(false);
    await this.#wait(2_500);
    this.#screen.scene(6, say(messages.sceneConnect));
    await this.#connect(wholesale.number);
    await this.#real.call(7, regular.number, this.#speed);
  }

  /** An employee's 1С-Коннект: a call, a line of chat, a rated treatment. */
  async #connect(number: string): Promise<void> {
    const [employee, customer, treatment] = [uuid(1), uuid(2), uuid(3)];
    const about = { client: uuid(4), user: customer, service: uuid(5) };
    const tell = async (text: string, event: EventText, ms: number): Promise<void> => {
      this.#screen.pbx(text);
      await this.#stage.agent.tell(event);
      await this.#wait(ms);
    };
    const status = (word: string): EventText =>
      statusEvent({ mode: 'Colleagues', initiator: 'self', at: Date.now(), status: word });
    await tell(say(messages.connectStatus, { login: LOGIN, status: 'Online' }), status('Online'), 500);
    const [ring, answer, end] = toldBy({
      id: uuid(Date.now()),
      mode: 'Softphone',
      initiator: 'incoming',
      from: number,
      to: employee,
      startedAt: Date.now(),
      ringSeconds: 2,
      talkSeconds: 3,
      result: 'Success',
    }) as [EventText, EventText, EventText];
    await tell(say(messages.rings, { who: number, to: '201' }), ring, 2_000);
    await tell(say(messages.answers, { who: '201' }), answer, 3_000);
    await tell(say(messages.ends), end, 900);
    const at = Date.now();
    const body = say(messages.connectBody);
    const chat = { ...about, mode: 'ServicesClients', initiator: 'incoming', at, message: uuid(at), body };
    await tell(say(messages.connectMessage, { body }), messageEvent({ ...chat, author: customer }), 500);
    await tell(
      say(messages.connectRating, { mark: 5 }),
      treatmentEvent(
        { ...about, initiator: 'incoming', at: Date.now(), treatment },
        { state: 'ServiceQualityAssessment', mark: 5 },
      ),
      900,
    );
  }

  async #ask(id: string, customer: string): Promise<void> {
    this.#screen.pbx(say(messages.asks, { who: customer }));
    const query = { event: '1', smart_transfer_is_required: '1', call_id: id, line: LINE, src_num: customer };
    const { body } = await this.#player.tell({ door: 'pbx', query });
    const { responsible } = JSON.parse(body) as { responsible: string };
    this.#screen.pbx(say(messages.responsible, { extension: responsible || '-' }));
  }

  async #inbound({ id, customer, rings, answeredBy, ringMs, talkMs }: Call): Promise<void> {
    const call = { src_type: '1', call_id: id, line: LINE, src_num: customer };
    const startedAt = Date.now();
    this.#screen.pbx(say(messages.rings, { who: customer, to: rings.join(', ') }));
    for (const extension of rings) await this.#tell({ event: '1', dst_num: extension, ...call });
    await this.#wait(ringMs);
    const answeredAt = Date.now();
    if (answeredBy) {
      this.#screen.pbx(say(messages.answers, { who: answeredBy }));
      await this.#tell({ event: '3', dst_num: answeredBy, ...call });
      await this.#wait(talkMs);
    }
    this.#screen.pbx(say(answeredBy ? messages.ends : messages.gaveUp));
    await this.#tell({
      event: '2',
      ...times(startedAt, answeredBy ? answeredAt : undefined),
      status: answeredBy ? 'ANSWER' : 'NOANSWER',
      call_record_link: answeredBy ? `https://rec.example/${id}.mp3` : '',
      dst_num: answeredBy ?? rings.at(-1) ?? '',
      ...call,
    });
    await this.#wait(900);
  }

  async #click(number: string): Promise<void> {
    const answer = await fetch(`${this.#stage.origin}/api/v1/makecall`, {
      method: 'POST',
      headers: { 'X-API-KEY': KEY, 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: '100', phone: number }),
    });
    if (!answer.ok) throw new Error(`makecall: ${answer.status} ${await answer.text()}`);
    await this.#ordered;
  }

  /** What the cloud does with an order: the employee's phone rings, then the customer's. */
  async #place({ user, phone }: Order): Promise<void> {
    this.#screen.base('☎', say(messages.clicked, { user, number: phone }));
    const call = { src_type: '2', call_id: `demo-click-${++this.#orders}`, src_num: user, dst_num: phone };
    const startedAt = Date.now();
    this.#screen.pbx(say(messages.dials, { who: user, to: phone }));
    await this.#tell({ event: '1', ...call });
    await this.#wait(1_500);
    const answeredAt = Date.now();
    this.#screen.pbx(say(messages.answers, { who: phone }));
    await this.#tell({ event: '3', ...call });
    await this.#wait(2_000);
    this.#screen.pbx(say(messages.ends));
    await this.#tell({
      event: '2',
      ...times(startedAt, answeredAt),
      status: 'ANSWER',
      call_record_link: '',
      ...call,
    });
    await this.#wait(900);
  }

  async #tell(query: Record<string, string>): Promise<void> {
    await this.#player.tell({ door: 'pbx', query });
  }

  #wait(ms: number): Promise<void> {
    return delay(ms / this.#speed);
  }
}

function times(startedAt: number, answeredAt: number | undefined): Record<string, string> {
  const unix = (ms: number): string => String(Math.floor(ms / 1_000));
  return {
    call_start_timestamp: unix(startedAt),
    ...(answeredAt === undefined ? {} : { call_answer_timestamp: unix(answeredAt) }),
    timestamp: unix(Date.now()),
  };
}
