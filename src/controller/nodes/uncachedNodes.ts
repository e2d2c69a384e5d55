// Remembers nodes that the caches do not have: deleted, or existing although the watch is late. Bounded: the oldest
// findings are dropped, and looked up again when needed.
import type { NodeHealth } from '../../election/nodes.ts';

/** `there`: the API has the node, and the watch will deliver it. */
type Finding = 'deleted' | 'there';

/** Some dozens of kilobytes. */
const MOST = 1000;

const DELETED: NodeHealth<'Deleted'> = { state: 'Deleted', isLastChoice: false };

export class UncachedNodes {
  readonly #findings = new Map<string, Finding>();

  note(name: string, finding: Finding): void {
    this.#findings.delete(name);
    const [oldest] = this.#findings.size >= MOST ? this.#findings.keys() : [];
    if (oldest !== undefined) this.#findings.delete(oldest);
    this.#findings.set(name, finding);
  }

  /** Call when the caches have the node. */
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
