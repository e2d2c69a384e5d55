// Limits the API calls in flight and per second. Urgent calls go before background calls; see urgentHold.ts.
import { FairQueue, type FreePlaces, type Queued } from '../queue/fairQueue.ts';
import { Places } from '../queue/places.ts';
import type { RisingPriority } from '../queue/risingPriority.ts';
import type { Clock } from '../timing/clock.ts';
import { TokenBucket } from '../timing/tokenBucket.ts';
import { UrgentHold } from './urgentHold.ts';

export interface ThrottleOptions {
  /** Maximum number of calls in flight; places.ts shares them between namespaces. */
  readonly concurrency: number;
  /** Undefined: unlimited. */
  readonly rate: CallRate | undefined;
  readonly clock: Clock;
}

export interface CallRate {
  readonly qps: number;
  /** Size of the token bucket: calls at once after a quiet time. */
  readonly burst: number;
}

export interface ThrottledCall {
  readonly priority: RisingPriority;
  /** The namespace; empty for the operator's own. */
  readonly flow: string;
}

/** The part of the burst that background calls leave: all failovers of a zone, also right after those of another. */
const RESERVED_TOKENS = 0.5;

interface Waiting extends Queued {
  readonly start: (end: () => void) => void;
}

/**
 * Guarantees:
 * - Never more than `concurrency` calls in flight, nor more than `qps` with `burst` started.
 * - Background calls leave a quarter of the places to urgent calls, and half of the tokens unless they are due.
 * - While urgent work waits or is in flight no background call starts, for at most a second; then they get a share.
 * - When both wait, every eighth turn is for background calls. Namespaces take turns within a priority.
 * - A namespace whose calls all hang leaves places to the others.
 * - A call that becomes urgent while it waits goes to the urgent ones.
 * - An aborted call leaves the queue at once and uses no token.
 * Caveats:
 * - The queue is not bounded, and the time in it does not count towards the deadline of a call.
 * - A call in flight is never interrupted for an urgent one.
 */
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

  /** Makes the call in its turn. Rejects with the signal's reason if that is aborted while the call waits. */
  async run<T>(call: ThrottledCall, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    const end = await this.#turn(call, signal);
    try {
      return await send();
    } finally {
      end();
      this.#startNext();
    }
  }

  /** Urgent work waits, and will make calls. Returns what to call when it has ended. */
  expectUrgent(): () => void {
    const release = this.#hold.started('urgent');
    return () => {
      release();
      this.#startNext();
    };
  }

  /** Resolves with what to call when the call has ended. */
  async #turn({ priority, flow }: ThrottledCall, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const start = (end: () => void): void => {
      leave();
      resolve(end);
    };
    const queued = (): Waiting => ({ priority: priority.current, flow, start });
    let waiting = queued();
    const giveUp = (): void => {
      leave();
      this.#startNext();
      reject(signal.reason);
    };
    const forgetRise = priority.onRaised(() => {
      this.#queue.delete(waiting);
      waiting = queued();
      this.#queue.add(waiting);
      this.#startNext();
    });
    const leave = (): void => {
      this.#queue.delete(waiting);
      signal.removeEventListener('abort', giveUp);
      forgetRise();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#queue.add(waiting);
    this.#startNext();
    return promise;
  }

  #startNext(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#bucket?.take();
      this.#start(next);
    }
  }

  #start(next: Waiting): void {
    const release = this.#hold.started(next.priority);
    this.#places.take(next);
    next.start(() => {
      this.#places.free(next);
      release();
    });
  }

  /** Takes nothing from the queue before there is a token, so that the order of turns is kept. */
  #next(): Waiting | undefined {
    const { urgent, background, isBackgroundDue } = this.#queue;
    if (urgent + background === 0) return undefined;
    const isReserveFree = urgent > 0 || isBackgroundDue;
    const waitMs = this.#bucket?.waitMs(isReserveFree ? 0 : this.#reserve) ?? 0;
    const next = waitMs === 0 ? this.#queue.take(this.#free) : undefined;
    if (next === undefined) this.#retryAfter(waitMs, background);
    return next;
  }

  #mayStartBackground(isDue: boolean): boolean {
    if (this.#hold.recentBackground >= this.#hold.backgroundPlaces) return false;
    return isDue || this.#reserveWaitMs === 0;
  }

  /** Until a call ends or is added, only time changes anything. */
  #retryAfter(tokenWaitMs: number, background: number): void {
    // While urgent calls wait for a place, background calls may wait for tokens or for the end of the hold.
    const waits = background === 0 ? [tokenWaitMs] : [tokenWaitMs || this.#reserveWaitMs, this.#hold.waitMs];
    const due = waits.filter((waitMs) => waitMs > 0);
    if (due.length > 0) this.#cancelTimer = this.#options.clock.setTimer(Math.min(...due), () => this.#startNext());
  }

  get #reserveWaitMs(): number {
    return this.#bucket?.waitMs(this.#reserve) ?? 0;
  }

  /** Tokens that background calls leave, unless their turn is due. */
  get #reserve(): number {
    return Math.floor((this.#options.rate?.burst ?? 0) * RESERVED_TOKENS);
  }
}
