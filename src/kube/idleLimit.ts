// How often a key may be worked on again when nothing comes of it: ten times at once and ten times per second, and twice per
// second once that has gone on for some seconds. Of a key that was quiet for as long nothing is kept.
import type { Clock } from './clock.ts';
import { RecentBuckets } from './recentBuckets.ts';

const USUAL = { perSecond: 10, burst: 10 };

/** Taken from as soon as the usual tokens are used up once: 50 more runs, some six seconds, and then two per second. */
const LASTING = { perSecond: 2, burst: 50 };

export class IdleLimit {
  readonly #usual: RecentBuckets;
  readonly #lasting: RecentBuckets;

  constructor(clock: Clock) {
    this.#usual = new RecentBuckets(USUAL, clock);
    this.#lasting = new RecentBuckets(LASTING, clock);
  }

  /** How many keys are remembered. */
  get size(): number {
    return Math.max(this.#usual.size, this.#lasting.size);
  }

  /** A run has ended without a result. */
  spend(key: string): void {
    this.#usual.take(key);
    if (this.#usual.waitMs(key) > 0 || this.#lasting.has(key)) this.#lasting.take(key);
  }

  /** How long until the key may be worked on; 0: now. */
  waitMs(key: string): number {
    return Math.max(this.#usual.waitMs(key), this.#lasting.waitMs(key));
  }

  forget(key: string): void {
    this.#usual.forget(key);
    this.#lasting.forget(key);
  }
}
