// How much memory may garbage take? V8 lets it pile up to several times what lives before it looks; here it looks early
// while much is new, and keeps next to nothing of it afterwards. Both are read by V8 whenever it decides on its heap.
import { setFlagsFromString } from 'node:v8';
import type { Clock } from './kube/clock.ts';

/** In per cent of what lives. */
const MOST_GARBAGE = 40;

/** All objects are looked at within that. */
const RESTLESS_MS = 10_000;

export class HeapThrift {
  readonly #clock: Clock;
  #cancelTimer = (): void => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    setFlagsFromString(`--heap-growing-percent=${MOST_GARBAGE}`);
  }

  /** For a while everything will be looked at: to save memory then would take more time than the work itself. */
  relax(): void {
    this.#cancelTimer();
    setFlagsFromString('--no-optimize-for-size');
    this.#cancelTimer = this.#clock.setTimer(RESTLESS_MS, () => setFlagsFromString('--optimize-for-size'));
  }

  stop(): void {
    this.#cancelTimer();
  }
}
