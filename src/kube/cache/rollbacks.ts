// Announces a rollback of the API server's data, as when etcd is restored from a backup: the reflector that notices it
// reports it here, and all caches are listed again, as at the start.

type Listener = () => void;

export class Rollbacks {
  readonly #listeners = new Set<Listener>();

  /** Calls the listener synchronously with each rollback, in the order of registration; returns its removal. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls all listeners but the one that noticed it. */
  seen(by?: Listener): void {
    for (const listener of this.#listeners) if (listener !== by) listener();
  }
}
