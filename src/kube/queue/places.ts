// Shares a fixed number of places. Background work never takes the last quarter, and none of several namespaces takes
// all, so that one whose calls hang does not block the others. A namespace that is the only one so far may take all.
import type { Priority } from '../observer.ts';
import type { Queued } from './fairQueue.ts';

const RESERVED_PART = 0.25;

/** For three places that a flow has, one more must stay free: alone it takes three quarters, beside others fewer. */
const TAKEN_PER_FREE = 3;

export class Places {
  readonly #count: number;
  readonly #taken: Record<Priority, number> = { urgent: 0, background: 0 };
  readonly #byFlow = new Map<string, number>();
  #firstFlow: string | undefined;
  #areShared = false;

  constructor(count: number) {
    this.#count = count;
  }

  /** Whether any place is left for this priority; saves asking for each of ten thousand flows. */
  haveOneForAny(priority: Priority): boolean {
    return this.#freeFor(priority) > 0;
  }

  haveOneFor({ priority, flow }: Queued): boolean {
    const free = this.#freeFor(priority);
    // Work without a namespace is the operator's own, such as a list of the whole cluster.
    if (flow === '' || !this.#areShared) return free > 0;
    return free > Math.ceil((this.#byFlow.get(flow) ?? 0) / TAKEN_PER_FREE);
  }

  take({ priority, flow }: Queued): void {
    this.#taken[priority] += 1;
    this.#byFlow.set(flow, (this.#byFlow.get(flow) ?? 0) + 1);
    if (flow !== '') this.#firstFlow ??= flow;
    if (flow !== '' && flow !== this.#firstFlow) this.#areShared = true;
  }

  free({ priority, flow }: Queued): void {
    this.#taken[priority] -= 1;
    const left = (this.#byFlow.get(flow) ?? 0) - 1;
    if (left > 0) this.#byFlow.set(flow, left);
    else this.#byFlow.delete(flow);
  }

  #freeFor(priority: Priority): number {
    const { urgent, background } = this.#taken;
    const free = this.#count - urgent - background;
    const limit = Math.max(1, Math.floor(this.#count * (1 - RESERVED_PART)));
    return priority === 'urgent' ? free : Math.min(free, limit - background);
  }
}
