// Reads one object again as JSON, by itself: perhaps only its protobuf or its transmission was damaged.
// Uses a list with a field selector, which needs no further permission; limited in rate and time, so that many bad
// objects do not delay the others.
import type { Caller } from '../api/apiCall.ts';
import type { ListOptions } from '../api/apiClient.ts';
import { nameSelector } from '../api/nameSelector.ts';
import { listPages } from '../api/pagedList.ts';
import type { ObjectName, Resource } from '../resource.ts';
import { TokenBucket } from '../timing/tokenBucket.ts';
import type { KubeObject } from '../wire.ts';

export interface SecondLookOptions extends Pick<ListOptions, 'labelSelector'> {
  readonly resource: Resource;
}

/** Reads at once, for one list; the events of a watch use the same bucket. */
const BURST = 100;
const PER_SECOND = 1;

/** The list or watch waits for the read. */
const DEADLINE_MS = 2000;

export class SecondLook {
  readonly #caller: Caller;
  readonly #options: SecondLookOptions;
  readonly #tokens: TokenBucket;

  constructor(caller: Caller, options: SecondLookOptions) {
    this.#caller = caller;
    this.#options = options;
    this.#tokens = new TokenBucket({ perSecond: PER_SECOND, burst: BURST, clock: caller.clock });
  }

  /** Undefined when the object is not found, the read fails or the rate limit is reached. */
  async at({ namespace, name }: ObjectName, signal: AbortSignal): Promise<KubeObject | undefined> {
    const fieldSelector = nameSelector(name);
    if (fieldSelector === undefined || !this.#tokens.take()) return undefined;
    const { resource, labelSelector } = this.#options;
    const which = { namespace, fieldSelector, ...(labelSelector ? { labelSelector } : {}) };
    try {
      for await (const { items } of listPages<KubeObject>(this.#caller, {
        resource,
        ...which,
        signal,
        deadlineMs: DEADLINE_MS,
      })) {
        if (items[0] !== undefined) return items[0];
      }
    } catch {
      // The caller reports the first failure.
    }
    return undefined;
  }
}
