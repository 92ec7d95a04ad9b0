import { say } from '@callbus/runtime';
import { messages } from './messages.ts';

const colours = { dim: 2, bold: 1, green: 32, yellow: 33, cyan: 36, magenta: 35 } as const;

/** What the person at the terminal sees: one line per thing that happens. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #coloured: boolean;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
    this.#coloured = out.isTTY === true && !process.env.NO_COLOR;
  }

  title(text: string): void {
    this.line(`\n${this.#paint('bold', text)}`);
  }

  scene(number: number, text: string): void {
    this.line(`\n${this.#paint('bold', `${number}. ${text}`)}`);
  }

  pbx(text: string): void {
    this.#happening(this.#paint('cyan', say(messages.pbx).padEnd(4)), text);
  }

  base(mark: string, text: string): void {
    this.#happening(this.#paint('green', say(messages.base).padEnd(4)), `${mark} ${text}`);
  }

  note(text: string): void {
    this.line(this.#paint('dim', text));
  }

  line(text: string): void {
    this.#out.write(`${text}\n`);
  }

  #happening(who: string, text: string): void {
    const time = new Date().toLocaleTimeString('ru-RU');
    this.line(`  ${this.#paint('dim', time)}  ${who} ${text}`);
  }

  #paint(colour: keyof typeof colours, text: string): string {
    return this.#coloured ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
  }
}
