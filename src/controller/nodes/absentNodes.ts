// What is known of nodes that the caches do not have: whether they were deleted, or are there and the watch is late.
// Bounded: the oldest are forgotten, and asked for again.
import type { NodeHealth } from '../../election/nodes.ts';

/** There: the API has it, and the watch will tell of it. */
type Finding = 'deleted' | 'there';

/** Some dozens of kilobytes. */
const MOST = 1000;

const DELETED: NodeHealth<'Deleted'> = { state: 'Deleted', isLastChoice: false };

export class AbsentNodes {
  readonly #findings = new Map<string, Finding>();

  note(name: string, finding: Finding): void {
    this.#findings.delete(name);
    const [oldest] = this.#findings.size >= MOST ? this.#findings.keys() : [];
    if (oldest !== undefined) this.#findings.delete(oldest);
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
