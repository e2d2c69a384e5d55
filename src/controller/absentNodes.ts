// What is known of nodes that the caches do not have? A node that was deleted is gone for good, until one of its name
// comes; of a node that nobody has told of only the API knows whether there is one. Bounded: the oldest are forgotten, and
// asked for again.
import type { NodeHealth } from '../election/nodes.ts';

/** There: the API has it, and the watch will tell of it. */
type Word = 'deleted' | 'there';

/** Some dozens of kilobytes. */
const MOST = 1000;

const DELETED: NodeHealth<'Deleted'> = { state: 'Deleted', isLastChoice: false };

export class AbsentNodes {
  readonly #words = new Map<string, Word>();

  note(name: string, word: Word): void {
    this.#words.delete(name);
    const [oldest] = this.#words.size >= MOST ? this.#words.keys() : [];
    if (oldest !== undefined) this.#words.delete(oldest);
    this.#words.set(name, word);
  }

  /** The caches have it now. */
  forget(name: string): void {
    this.#words.delete(name);
  }

  isUnknown(name: string): boolean {
    return !this.#words.has(name);
  }

  healthOf(name: string): NodeHealth | undefined {
    return this.#words.get(name) === 'deleted' ? DELETED : undefined;
  }
}
