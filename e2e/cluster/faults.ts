// Which request is to go wrong, and how? The rules of the fault proxy.
import { isWrite, type Matching, type ProxiedRequest } from './proxiedRequest.ts';

export type Effect =
  /** Runs `kill` (such as a SIGKILL of the client) and cuts the connection; no answer is sent. */
  | { readonly type: 'kill'; readonly kill: () => void }
  | { readonly type: 'delay'; readonly until: Promise<unknown> }
  /** Answers with an error of the API. */
  | { readonly type: 'refuse'; readonly status: number; readonly reason: string; readonly retryAfterSeconds?: number }
  /** Sends it twice: the client sees the second answer when it happens before, the first when it happens after. */
  | { readonly type: 'repeat' };

export interface Fault {
  readonly effect: Effect;
  /** Before the request is forwarded, or after the API server has committed it and answered. */
  readonly moment: 'before' | 'after';
  /** All writes, unless another choice is made. */
  readonly matching?: Matching;
  /** Counted from 1 among the matching requests since the injection; the first unless said otherwise. */
  readonly nth?: number;
  /** How many matching requests in a row, from the nth; one unless said otherwise. */
  readonly times?: number;
}

/** A fault that waits for its request. */
export class InjectedFault {
  readonly fault: Fault;
  /** The first request that it hits. */
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

  /** Counts the request; true when this one is to go wrong. */
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
