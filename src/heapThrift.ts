// How much memory may garbage take? V8 lets it pile up to several times what lives before it looks; here it looks early
// while much is new, and keeps next to nothing of it afterwards. V8 reads these flags whenever it decides on its heap.
import { setFlagsFromString } from 'node:v8';
import type { Clock } from './kube/clock.ts';

/** In per cent of what lives. */
const MOST_GARBAGE = 40;
const MOST_GARBAGE_AT_REST = 15;

/** All objects are looked at within that. */
const RESTLESS_MS = 10_000;

export class HeapThrift {
  readonly #clock: Clock;
  #cancelTimer = (): void => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    allowGarbage(MOST_GARBAGE);
  }

  /** For a while everything will be looked at: to save memory then would take more time than the work itself. */
  relax(): void {
    this.#cancelTimer();
    allowGarbage(MOST_GARBAGE);
    setFlagsFromString('--no-optimize-for-size');
    this.#cancelTimer = this.#clock.setTimer(RESTLESS_MS, rest);
  }

  stop(): void {
    this.#cancelTimer();
  }
}

function rest(): void {
  allowGarbage(MOST_GARBAGE_AT_REST);
  setFlagsFromString('--optimize-for-size');
}

function allowGarbage(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
