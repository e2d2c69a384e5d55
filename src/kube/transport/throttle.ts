// When may a call be made?
// So many at a time, and so many per second. Urgent calls go before background ones, which never take the last quarter
// of the places, and of the tokens only in the turns that are theirs. None starts while an urgent one is under way; see
// urgentHold.ts. Namespaces take turns.
import { FairQueue, type FreePlaces, type Queued } from '../queue/fairQueue.ts';
import { Places, RESERVED_PART } from '../queue/places.ts';
import type { Clock } from '../timing/clock.ts';
import { TokenBucket } from '../timing/tokenBucket.ts';
import { UrgentHold } from './urgentHold.ts';

export interface ThrottleOptions {
  /** Calls under way at the same time; see places.ts for those of other namespaces. */
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

interface Waiting extends Queued {
  readonly start: () => void;
}

export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #bucket: TokenBucket | undefined;
  readonly #queue = new FairQueue<Waiting>();
  readonly #places: Places;
  readonly #hold: UrgentHold;
  readonly #free: FreePlaces = {
    haveOneForAny: (priority, isDue) =>
      this.#places.haveOneForAny(priority) && (priority === 'urgent' || this.#mayStartBackground(isDue)),
    haveOneFor: (turn) => this.#places.haveOneFor(turn),
  };
  #cancelTimer: (() => void) | undefined;

  constructor(options: ThrottleOptions) {
    const { concurrency, rate, clock } = options;
    this.#options = options;
    this.#places = new Places(concurrency);
    this.#hold = new UrgentHold(concurrency, clock);
    this.#bucket = rate && new TokenBucket({ perSecond: rate.qps, burst: rate.burst, clock });
  }

  /** Rejects with the signal's reason when that is aborted while the call still waits. */
  async run<T>(who: Queued, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.#turn(who, signal);
    try {
      return await call();
    } finally {
      this.#places.free(who);
      if (who.priority === 'urgent') this.#hold.ended();
      this.#startNext();
    }
  }

  async #turn({ priority, flow }: Queued, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { priority, flow, start: resolve };
    const giveUp = (): void => {
      this.#queue.delete(waiting);
      this.#startNext();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#queue.add(waiting);
    this.#startNext();
    await promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  #startNext(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#bucket?.take();
      this.#places.take(next);
      if (next.priority === 'urgent') this.#hold.started();
      next.start();
    }
  }

  /** Who waits for a token is not asked before there is one: until then the turns stay as they are. */
  #next(): Waiting | undefined {
    const { urgent, background, isBackgroundDue } = this.#queue;
    if (urgent + background === 0) return undefined;
    const isReserveFree = urgent > 0 || isBackgroundDue;
    const waitMs = this.#bucket?.waitMs(isReserveFree ? 0 : this.#reserve) ?? 0;
    const next = waitMs === 0 ? this.#queue.take(this.#free) : undefined;
    if (next === undefined) this.#lookAgainAfter(waitMs, background);
    return next;
  }

  #mayStartBackground(isDue: boolean): boolean {
    if (this.#places.background >= this.#hold.backgroundPlaces) return false;
    return isDue || this.#reserveWaitMs === 0;
  }

  /** Without an end of a call or a new one only time changes anything. */
  #lookAgainAfter(tokenWaitMs: number, background: number): void {
    // Where urgent ones wait for a place, the background may still be waiting for tokens, or be held back.
    const waits = background === 0 ? [tokenWaitMs] : [tokenWaitMs || this.#reserveWaitMs, this.#hold.waitMs];
    const due = waits.filter((waitMs) => waitMs > 0);
    if (due.length > 0) this.#cancelTimer = this.#options.clock.setTimer(Math.min(...due), () => this.#startNext());
  }

  get #reserveWaitMs(): number {
    return this.#bucket?.waitMs(this.#reserve) ?? 0;
  }

  /** Tokens that the background leaves, unless it is due. */
  get #reserve(): number {
    return Math.floor((this.#options.rate?.burst ?? 0) * RESERVED_PART);
  }
}
