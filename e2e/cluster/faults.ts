// The rules of the fault proxy: which request fails, and how.
import { isWrite, type Matching, type ProxiedRequest } from './proxiedRequest.ts';

export type Effect =
  /** Runs `kill` (such as a SIGKILL of the client) and cuts the connection without a response. */
  | { readonly type: 'kill'; readonly kill: () => void }
  | { readonly type: 'delay'; readonly until: Promise<unknown> }
  /** Answers with an error of the API. */
  | { readonly type: 'refuse'; readonly status: number; readonly reason: string; readonly retryAfterSeconds?: number }
  /** Sends it twice: the client gets the second response with "before", the first with "after". */
  | { readonly type: 'repeat' };

export interface Fault {
  readonly effect: Effect;
  /** Before the request is forwarded, or after the API server has committed it and answered. */
  readonly moment: 'before' | 'after';
  /** Default: all writes. */
  readonly matching?: Matching;
  /** Counted from 1 among the matching requests since the injection; default: 1. */
  readonly nth?: number;
  /** The number of matching requests in a row, from the nth; default: 1. */
  readonly times?: number;
}

/** A fault that waits for its request. */
export class InjectedFault {
  readonly fault: Fault;
  /** The first request that it applies to. */
  readonly hit: Promise<ProxiedRequest>;
  readonly #resolveHit: (request: ProxiedRequest) => void;
  #matched = 0;
  #hits = 0;

  constructor(fault: Fault) {
    const { promise, resolve } = Promise.withResolvers<ProxiedRequest>();
    this.fault = fault;
    this.hit = promise;
    this.#resolveHit = resolve;
  }

  get hits(): number {
    return this.#hits;
  }

  /** Counts the request; true when the fault applies to it. */
  isDue(request: ProxiedRequest): boolean {
    const { matching = isWrite, nth = 1, times = 1 } = this.fault;
    if (!matching(request)) return false;
    this.#matched += 1;
    return this.#matched >= nth && this.#matched < nth + times;
  }

  happened(request: ProxiedRequest): void {
    this.#hits += 1;
    this.#resolveHit(request);
  }
}
