// Which nodes are unreachable, and since when? In the order of time, so that a flood of thousands costs little each.
import { nodeHealthOf, unreachableSinceMs } from '../../election/nodeHealth.ts';
import { anchorOf } from '../../election/nodeHold.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Now } from '../../election/now.ts';

/** Since when a node is unreachable: as it is said, and on our own clock, which decides. */
interface UnreachableSince {
  readonly sinceMs: number | undefined;
  readonly sinceMonotonicMs: number;
}

export class UnreachableNodes {
  readonly #byName = new Map<string, UnreachableSince>();
  readonly #times: number[] = [];

  /** Monotonic, the earliest first. */
  get times(): readonly number[] {
    return this.#times;
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** What is said of a node now; undefined: it is gone. */
  listen(name: string, node: NodeView | undefined, now: Now): void {
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

  /** Where the time stands or should stand: the first that is not earlier. */
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
