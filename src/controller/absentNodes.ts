// What is known of nodes that the cache does not have: whether they were deleted, or are there and the watch is late.
// Bounded: what is forgotten is asked for again.
import type { NodeHealth } from '../election/nodes.ts';

/** There: the API has it, and the watch will tell of it. */
type Finding = 'deleted' | 'there';

/** Some dozens of kilobytes. */
const MAX_NODES = 1000;

const DELETED: NodeHealth<'Deleted'> = { state: 'Deleted', isLastChoice: false };

export class AbsentNodes {
  readonly #findings = new Map<string, Finding>();

  note(name: string, finding: Finding): void {
    if (this.#findings.size >= MAX_NODES) this.#findings.clear();
    this.#findings.set(name, finding);
  }

  /** The caches have it now. */
  forget(name: string): void {
    this.#findings.delete(name);
  }

  isUnknown(name: string): boolean {
    return !this.#findings.has(name);
  }

  healthOf(name: string): NodeHealth | undefined {
    return this.#findings.get(name) === 'deleted' ? DELETED : undefined;
  }
}
