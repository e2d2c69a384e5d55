// When may a call be made?
// So many at a time, and so many per second. Urgent calls go before background ones, which never take the last quarter
// of either: a failover finds its way free however much there is to report.
import type { Clock } from './clock.ts';
import type { Priority } from './observer.ts';
import { TokenBucket } from './tokenBucket.ts';

export interface ThrottleOptions {
  /** Calls under way at the same time. */
  readonly concurrency: number;
  /** Calls per second; undefined: any number. */
  readonly rate: CallRate | undefined;
  readonly clock: Clock;
}

export interface CallRate {
  readonly qps: number;
  /** How many more may come at once after a quiet time. */
  readonly burst: number;
}

interface Waiting {
  readonly start: () => void;
}

const RESERVED_PART = 0.25;

export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #bucket: TokenBucket | undefined;
  readonly #waiting: Readonly<Record<Priority, Set<Waiting>>> = { urgent: new Set(), background: new Set() };
  readonly #running: Record<Priority, number> = { urgent: 0, background: 0 };
  #cancelTimer: (() => void) | undefined;

  constructor(options: ThrottleOptions) {
    const { rate, clock } = options;
    this.#options = options;
    this.#bucket = rate && new TokenBucket({ perSecond: rate.qps, burst: rate.burst, clock });
  }

  /** Rejects with the signal's reason when that is aborted while the call still waits. */
  async run<T>(priority: Priority, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.#turn(priority, signal);
    try {
      return await call();
    } finally {
      this.#running[priority] -= 1;
      this.#startNext();
    }
  }

  async #turn(priority: Priority, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { start: resolve };
    const giveUp = (): void => {
      this.#waiting[priority].delete(waiting);
      this.#startNext();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#waiting[priority].add(waiting);
    this.#startNext();
    await promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  #startNext(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (this.#start('urgent') || (this.#waiting.urgent.size === 0 && this.#start('background')));
  }

  #start(priority: Priority): boolean {
    const [next] = this.#waiting[priority];
    if (next === undefined || !this.#hasPlace(priority) || !this.#takeToken(priority)) return false;
    this.#waiting[priority].delete(next);
    this.#running[priority] += 1;
    next.start();
    return true;
  }

  #hasPlace(priority: Priority): boolean {
    const { concurrency } = this.#options;
    const { urgent, background } = this.#running;
    const limit = Math.max(1, Math.floor(concurrency * (1 - RESERVED_PART)));
    return urgent + background < concurrency && (priority === 'urgent' || background < limit);
  }

  #takeToken(priority: Priority): boolean {
    const burst = this.#options.rate?.burst ?? 0;
    const reserve = priority === 'urgent' ? 0 : Math.floor(burst * RESERVED_PART);
    if (this.#bucket === undefined || this.#bucket.take(reserve)) return true;
    const waitMs = this.#bucket.waitMs(reserve);
    this.#cancelTimer ??= this.#options.clock.setTimer(waitMs, () => this.#startNext());
    return false;
  }
}
