// The priority of a run and of the API calls that it makes. It may rise while they wait.
import type { Priority } from '../observer.ts';

export class RisingPriority {
  readonly #listeners = new Set<() => void>();
  #current: Priority;

  constructor(current: Priority) {
    this.#current = current;
  }

  get current(): Priority {
    return this.#current;
  }

  /** Makes it urgent, for good. */
  raise(): void {
    if (this.#current === 'urgent') return;
    this.#current = 'urgent';
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Calls the listener once when the priority rises; the returned function prevents that. */
  onRaised(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
