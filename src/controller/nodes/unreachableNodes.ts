// The unreachable nodes and since when, kept sorted by time, so that a flood of thousands stays cheap.
import { nodeHealthOf, unreachableSinceMs } from '../../election/nodeHealth.ts';
import { anchorOf } from '../../election/nodeHold.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Now } from '../../election/now.ts';

/** Since when a node is unreachable: by the API's wall clock, and by our monotonic clock, which decides. */
interface UnreachableSince {
  readonly sinceMs: number | undefined;
  readonly sinceMonotonicMs: number;
}

export class UnreachableNodes {
  readonly #byName = new Map<string, UnreachableSince>();
  readonly #times: number[] = [];

  /** Monotonic ms, the earliest first. */
  get times(): readonly number[] {
    return this.#times;
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** `node` is undefined when it was deleted. */
  update(name: string, node: NodeView | undefined, now: Now): void {
    const known = this.#byName.get(name);
    const isSilent = node !== undefined && nodeHealthOf(node).state === 'Unreachable';
    const sinceMs = isSilent ? unreachableSinceMs(node) : undefined;
    if (isSilent && known !== undefined && known.sinceMs === sinceMs) return;
    if (known !== undefined) this.#forget(name, known);
    if (isSilent) this.#note(name, { sinceMs, sinceMonotonicMs: anchorOf(sinceMs, now) });
  }

  #note(name: string, since: UnreachableSince): void {
    this.#byName.set(name, since);
    this.#times.splice(this.#placeOf(since), 0, since.sinceMonotonicMs);
  }

  #forget(name: string, since: UnreachableSince): void {
    this.#byName.delete(name);
    this.#times.splice(this.#placeOf(since), 1);
  }

  /** Binary search: the index of the first time that is not earlier. */
  #placeOf({ sinceMonotonicMs }: UnreachableSince): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#times[middle] ?? Infinity) < sinceMonotonicMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
