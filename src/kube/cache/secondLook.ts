// Reads one object as JSON by itself: perhaps only the way was damaged by which it came.
// By a list, because that needs no more permissions than there are; rarely, so that many bad objects delay nobody.
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

/** In all of one list; those of a watch share it. */
const BURST = 100;
const PER_SECOND = 1;

/** Others wait meanwhile. */
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

  /** Undefined when it is not there, or cannot be read. */
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
      // The first failure is told.
    }
    return undefined;
  }
}
