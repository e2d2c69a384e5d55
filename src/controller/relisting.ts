// When are pods listed anew because more is asked of them? Soon, but never so often that they are hardly watched:
// while everything is listed nothing is noticed, and anybody who may write an object can ask for one more annotation.
import type { Clock } from '../kube/clock.ts';

export interface RelistingOptions {
  readonly clock: Clock;
  /** Resolves when everything is listed. */
  readonly refresh: () => Promise<void>;
}

/** What is asked for at the same time is done at once. */
const GATHER_MS = 100;

/** Listing takes at most a tenth of the time, unless it takes very long. */
const REST_FACTOR = 9;
const LONGEST_REST_MS = 60_000;

export class Relisting {
  readonly #options: RelistingOptions;
  /** The list that was asked for and has not begun. */
  #next: PromiseWithResolvers<void> | undefined;
  #latest = Promise.resolve();
  /** Something is listed or is about to be. */
  #isBusy = false;
  #restedMs = 0;
  #cancel: () => void = () => undefined;

  constructor(options: RelistingOptions) {
    this.#options = options;
  }

  /** Resolves when all that was asked for until now has been listed. */
  get done(): Promise<void> {
    return this.#latest;
  }

  /** Everything is listed once more by a read that begins after this call. */
  ask(): void {
    this.#next ??= Promise.withResolvers();
    this.#latest = this.#next.promise;
    this.#schedule();
  }

  /** Nothing is listed any more. */
  stop(): void {
    this.#isBusy = true;
    this.#cancel();
  }

  #schedule(): void {
    if (this.#next === undefined || this.#isBusy) return;
    this.#isBusy = true;
    const { clock } = this.#options;
    const delayMs = Math.max(GATHER_MS, this.#restedMs - clock.monotonicMs());
    this.#cancel = clock.setTimer(delayMs, () => void this.#list());
  }

  async #list(): Promise<void> {
    const { clock, refresh } = this.#options;
    const startMs = clock.monotonicMs();
    const asked = this.#next;
    this.#next = undefined;
    await refresh();
    asked?.resolve();
    const endMs = clock.monotonicMs();
    this.#restedMs = endMs + Math.min(REST_FACTOR * (endMs - startMs), LONGEST_REST_MS);
    this.#isBusy = false;
    this.#schedule();
  }
}
