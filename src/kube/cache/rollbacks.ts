// The API server's data may go back, when etcd is restored from an older copy. Whoever sees that tells all others here:
// every cache starts anew then, as at a start.

type Listener = () => void;

export class Rollbacks {
  readonly #listeners = new Set<Listener>();

  /** Called at once with each rollback, in the order of listening; the answer ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells all but the one who has seen it. */
  seen(by?: Listener): void {
    for (const listener of this.#listeners) if (listener !== by) listener();
  }
}
