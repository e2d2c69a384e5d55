// Detects silence: a timer that each chunk of data postpones.
import type { Clock } from './clock.ts';

/** Calls onIdle once when heard() was not called for limitMs. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onIdle: () => void;
  #heardMs: number;
  #cancel: () => void;

  constructor(clock: Clock, limitMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
    this.#heardMs = clock.monotonicMs();
    this.#cancel = clock.setTimer(limitMs, () => this.#check());
  }

  /** Cheap, for it is called with every chunk: the running timer extends itself. */
  heard(): void {
    this.#heardMs = this.#clock.monotonicMs();
  }

  stop(): void {
    this.#cancel();
  }

  #check(): void {
    const remainingMs = this.#heardMs + this.#limitMs - this.#clock.monotonicMs();
    if (remainingMs <= 0) this.#onIdle();
    else this.#cancel = this.#clock.setTimer(remainingMs, () => this.#check());
  }
}
