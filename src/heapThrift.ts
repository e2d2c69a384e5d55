// How much memory may garbage take? V8 lets it pile up to several times what lives before it looks. Here to as much as
// lives, so that failovers seldom meet a collection; what the look at all objects or a busy time leaves is cleared away.
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

/** What the process uses. */
export interface Usage {
  readonly residentBytes: () => number;
  /** Of all processors, since the process began. */
  readonly cpuMs: () => number;
}

/** How often it is looked whether a busy time has left garbage behind. */
const LOOK_MS = 10_000;

/** More memory than after the last tidying, and less work: then nothing else would clear it away for hours. */
const GROWTH = 1.2;
const QUIET_CPU = 0.1;

export class HeapThrift {
  readonly #clock: Clock;
  readonly #usage: Usage;
  readonly #setFlag: (flag: string) => void;
  #cancelTimer = (): void => undefined;
  #tidyBytes = 0;

  constructor(clock: Clock, usage: Usage, setFlag = setFlagsFromString) {
    this.#clock = clock;
    this.#usage = usage;
    this.#setFlag = setFlag;
    this.#enter(ordinary);
  }

  /** For a while everything will be looked at: to save memory then would take more time than the work itself. */
  relax(): void {
    this.#enter(ordinary);
    this.#after(BUSY_MS, () => this.#tidy());
  }

  stop(): void {
    this.#cancelTimer();
  }

  #tidy(): void {
    this.#enter(tidying);
    this.#after(TIDYING_MS, () => {
      this.#enter(ordinary);
      this.#tidyBytes = this.#usage.residentBytes();
      this.#watch();
    });
  }

  #watch(): void {
    const cpuMs = this.#usage.cpuMs();
    this.#after(LOOK_MS, () => {
      const bytes = this.#usage.residentBytes();
      const isQuiet = this.#usage.cpuMs() - cpuMs < QUIET_CPU * LOOK_MS;
      this.#tidyBytes = Math.min(this.#tidyBytes, bytes);
      if (isQuiet && bytes > GROWTH * this.#tidyBytes) this.#tidy();
      else this.#watch();
    });
  }

  #after(delayMs: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.setTimer(delayMs, run);
  }

  #enter({ garbagePercent, tidy }: Mode): void {
    this.#setFlag(`--heap-growing-percent=${garbagePercent}`);
    this.#setFlag(tidy ? '--optimize-for-size' : '--no-optimize-for-size');
  }
}

export const processUsage: Usage = {
  residentBytes: () => process.memoryUsage.rss(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};
