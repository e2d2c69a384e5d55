// The clock of a process that can be stopped (SIGSTOP) and continued. Time passes meanwhile, but its timers do not
// fire.
import type { Clock } from '../../../src/kube/timing/clock.ts';
import type { FakeClock } from './fakeClock.ts';

export class PausableClock implements Clock {
  readonly #world: FakeClock;
  /** Machines that started at different times. */
  readonly #startedMs: number;
  #wallOffsetMs = 0;
  #continued: PromiseWithResolvers<void> | undefined;

  constructor(world: FakeClock, startedMs: number) {
    this.#world = world;
    this.#startedMs = startedMs;
  }

  wallMs(): number {
    return this.#world.wallMs() + this.#wallOffsetMs;
  }

  monotonicMs(): number {
    return this.#world.monotonicMs() - this.#startedMs;
  }

  setTimer(delayMs: number, run: () => void): () => void {
    let cancelled = false;
    const ring = async (): Promise<void> => {
      await this.awake();
      if (!cancelled) run();
    };
    const cancel = this.#world.setTimer(delayMs, () => void ring());
    return () => {
      cancelled = true;
      cancel();
    };
  }

  jumpWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  pause(): void {
    this.#continued ??= Promise.withResolvers();
  }

  continue(): void {
    this.#continued?.resolve();
    this.#continued = undefined;
  }

  /** Calls back at once, or when a stopped process continues. */
  async awake(): Promise<void> {
    await this.#continued?.promise;
  }
}
