// How does the demo look? One place for marks, indents and colours: colours only on a terminal and not with NO_COLOR.
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

  heading(text: string): void {
    this.#note(`\n${this.#paint('bold', text)}\n`);
  }

  text(text: string): void {
    this.#note(text === '' ? '' : text.replaceAll(/^(?=.)/gm, indent));
  }

  /** Does some work under a title, and says how long it took. */
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    this.#progress.update(`${indent}… ${title}`);
    try {
      const result = await work();
      const seconds = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
      this.text(`${this.#paint('green', '✓')} ${title.padEnd(titleWidth)}${this.#paint('dim', seconds.padStart(7))}`);
      return result;
    } catch (error) {
      this.text(`${this.#paint('red', '✗')} ${title}`);
      throw error;
    }
  }

  /** A command and what it printed. */
  command(command: string, output: string): void {
    this.text(`${this.#paint('dim', '$')} ${this.#paint('cyan', command)}`);
    this.text(`${output.trimEnd()}\n`);
  }

  /** A command for the reader, to be copied. */
  suggestion(command: string): void {
    this.text(this.#paint('cyan', command));
  }

  /** Moments in milliseconds, one below the other, and what they come to. */
  timeline(moments: readonly Moment[], sum: Moment): void {
    for (const { atMs, what } of moments) this.text(`${atMs.toFixed(1).padStart(7)} ms  ${what}`);
    this.text(`${' '.repeat(8)}${this.#paint(['bold', 'green'], `${sum.atMs.toFixed(1)} ms`)} ${sum.what}\n`);
  }

  /** Nothing appears from now on. */
  end(lastWords: string): void {
    this.#note(lastWords);
    this.#ended = true;
  }

  #note(line: string): void {
    if (!this.#ended) this.#progress.note(line);
  }

  #paint(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#out });
  }
}
