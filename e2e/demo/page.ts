// The output format of the demo: marks, indents and colours; colours only on a terminal and not with NO_COLOR.
import { styleText } from 'node:util';
import { progressOn, type Progress } from '../cluster/binaries/progress.ts';

type Style = Parameters<typeof styleText>[0];

const titleWidth = 66;
const indent = '  ';

export interface Moment {
  readonly atMs: number;
  readonly what: string;
}

export class Page {
  readonly #out: NodeJS.WriteStream;
  readonly #progress: Progress;
  #ended = false;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    this.#progress = progressOn(out);
  }

  /** Every block ends with an empty line. */
  heading(text: string): void {
    this.#note(`${this.#paint('bold', text)}\n`);
  }

  paragraph(text: string): void {
    this.#lines(`${text}\n`);
  }

  /** Does some work under a title, and prints how long it took. The only block without an empty line at its end. */
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    this.#progress.update(`${indent}… ${title}`);
    try {
      const result = await work();
      const seconds = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
      this.#lines(`${this.#paint('green', '✓')} ${title.padEnd(titleWidth)}${this.#paint('dim', seconds.padStart(7))}`);
      return result;
    } catch (error) {
      this.#lines(`${this.#paint('red', '✗')} ${title}`);
      throw error;
    }
  }

  /** A command and what it printed. */
  command(command: string, output: string): void {
    this.#lines(`${this.#paint('dim', '$')} ${this.#paint('cyan', command)}`);
    this.#lines(`${output.trimEnd()}\n`);
  }

  /** Commands for the reader, to be copied. */
  suggestions(why: string, commands: readonly string[]): void {
    this.#lines(why);
    for (const command of commands) this.#lines(this.#paint('cyan', command));
    this.#note('');
  }

  /** Moments in milliseconds, one per line, and their sum. */
  timeline(moments: readonly Moment[], sum: Moment): void {
    const row = ({ atMs, what }: Moment): string => `${atMs.toFixed(1).padStart(7)} ms  ${what}`;
    for (const moment of moments) this.#lines(row(moment));
    this.#lines(this.#paint('dim', '─'.repeat(10)));
    this.#lines(`${this.#paint(['bold', 'green'], row(sum))}\n`);
  }

  /** Prints nothing from now on. */
  end(lastWords: string): void {
    this.#note(lastWords);
    this.#ended = true;
  }

  #lines(text: string): void {
    this.#note(text.replaceAll(/^(?=.)/gm, indent));
  }

  #note(line: string): void {
    if (!this.#ended) this.#progress.note(line);
  }

  #paint(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#out });
  }
}
