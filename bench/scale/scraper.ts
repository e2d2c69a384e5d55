// What Prometheus does all the time: it reads all metrics every 15 s.
import type { MeasuredOperator } from './operator.ts';

const INTERVAL_MS = 15_000;

export class Scraper {
  readonly #timer: NodeJS.Timeout;
  readonly #seconds: number[] = [];
  #bytes = 0;

  constructor(operator: MeasuredOperator) {
    this.#timer = setInterval(() => void this.#scrape(operator), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get summary(): { readonly scrapes: number; readonly longestSeconds: number; readonly bytes: number } {
    return { scrapes: this.#seconds.length, longestSeconds: Math.max(0, ...this.#seconds), bytes: this.#bytes };
  }

  async #scrape(operator: MeasuredOperator): Promise<void> {
    const startMs = performance.now();
    this.#bytes = (await operator.scrape()).length;
    this.#seconds.push((performance.now() - startMs) / 1000);
  }
}
