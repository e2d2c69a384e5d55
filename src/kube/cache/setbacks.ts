// How long does a reflector pause after a failure, and when does it list again? Failures in a row make it slower.
import { isForbidden, retryAfterMs } from '../api/apiError.ts';
import type { WatchRestart } from '../observer.ts';
import { backoffMs } from '../timing/backoff.ts';

const retry = { baseMs: 100, ceilingMs: 5000 };

/** What is forbidden stays so until a person changes it. */
const retryForbidden = { baseMs: 1000, ceilingMs: 30_000 };

/** After so many answers that did not help, the version we watch from may be at fault. */
const FUTILE_WATCHES = 5;

export class Setbacks {
  readonly #random: () => number;
  /** In a row, without anything heard in between; of the futile ones the server answered. */
  #failures = 0;
  #futile = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  heard(): void {
    this.#failures = 0;
    this.#futile = 0;
  }

  mustRelist(reason: WatchRestart): boolean {
    if (reason === 'refused' || reason === 'garbled') this.#futile += 1;
    const futile = this.#futile >= FUTILE_WATCHES;
    if (futile) this.#futile = 0;
    return futile || reason === 'expired';
  }

  /** Counts a failure; how long to wait after it. */
  pauseMs(error: unknown): number {
    this.#failures += 1;
    const pauseMs = backoffMs(isForbidden(error) ? retryForbidden : retry, this.#failures, this.#random);
    return Math.max(retryAfterMs(error) ?? 0, pauseMs);
  }
}
