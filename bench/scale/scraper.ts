// Scrapes all metrics every 15 s, as Prometheus does.
import type { MeasuredOperator } from './operator.ts';

const INTERVAL_MS = 15_000;

export class Scraper {
  readonly #timer: NodeJS.Timeout;
  readonly #seconds: number[] = [];
  readonly #failures: unknown[] = [];
  #bytes = 0;

  constructor(operator: MeasuredOperator) {
    this.#timer = setInterval(() => {
      this.#scrape(operator).catch((error: unknown) => this.#failures.push(error));
    }, INTERVAL_MS);
  }

  /** Returns a summary. Throws if a scrape failed: the measurement would not be valid. */
  stop(): string {
    clearInterval(this.#timer);
    if (this.#failures.length > 0) {
      throw new AggregateError(this.#failures, `Cannot scrape: ${this.#failures.length} requests failed`);
    }
    const longest = Math.max(0, ...this.#seconds).toFixed(2);
    return `/metrics: ${this.#seconds.length} scrapes of ${(this.#bytes / 1e6).toFixed(1)} MB, the longest ${longest} s`;
  }

  async #scrape(operator: MeasuredOperator): Promise<void> {
    const startMs = performance.now();
    this.#bytes = (await operator.scrape()).length;
    this.#seconds.push((performance.now() - startMs) / 1000);
  }
}
