// How much memory may garbage take? V8 lets it pile up to several times what lives before it looks. Here to as much as
// lives, so that failovers seldom meet a collection; and what the look at all objects leaves behind is cleared away once.
// V8 reads these flags whenever it decides on its heap.
import { setFlagsFromString } from 'node:v8';
import type { Clock } from './kube/clock.ts';

interface Mode {
  /** At most, of what lives. */
  readonly garbagePercent: number;
  /** Collections leave no page half empty then, and take more time. */
  readonly tidy: boolean;
}

const ordinary: Mode = { garbagePercent: 100, tidy: false };
const tidying: Mode = { garbagePercent: 15, tidy: true };

/** All objects are looked at within that. */
const BUSY_MS = 10_000;

/** Within that V8 acts when it is asked to be tidy: it looks every 8 s. */
const TIDYING_MS = 20_000;

export class HeapThrift {
  readonly #clock: Clock;
  readonly #setFlag: (flag: string) => void;
  #cancelTimer = (): void => undefined;

  constructor(clock: Clock, setFlag = setFlagsFromString) {
    this.#clock = clock;
    this.#setFlag = setFlag;
    this.#enter(ordinary);
  }

  /** For a while everything will be looked at: to save memory then would take more time than the work itself. */
  relax(): void {
    this.stop();
    this.#enter(ordinary);
    this.#cancelTimer = this.#clock.setTimer(BUSY_MS, () => this.#tidy());
  }

  stop(): void {
    this.#cancelTimer();
  }

  #tidy(): void {
    this.#enter(tidying);
    this.#cancelTimer = this.#clock.setTimer(TIDYING_MS, () => this.#enter(ordinary));
  }

  #enter({ garbagePercent, tidy }: Mode): void {
    this.#setFlag(`--heap-growing-percent=${garbagePercent}`);
    this.#setFlag(tidy ? '--optimize-for-size' : '--no-optimize-for-size');
  }
}
