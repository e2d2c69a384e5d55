// When did the news that a reconcile acts on arrive? A failover's duration counts from there.
export class TriggerTimeTracker {
  readonly #sinceMs = new Map<string, number>();

  get size(): number {
    return this.#sinceMs.size;
  }

  /** The earliest news since the last reconcile counts. */
  note(key: string, atMs: number): void {
    const known = this.#sinceMs.get(key);
    if (known === undefined || atMs < known) this.#sinceMs.set(key, atMs);
  }

  forget(key: string): void {
    this.#sinceMs.delete(key);
  }

  take(key: string): number | undefined {
    const sinceMs = this.#sinceMs.get(key);
    this.#sinceMs.delete(key);
    return sinceMs;
  }
}
