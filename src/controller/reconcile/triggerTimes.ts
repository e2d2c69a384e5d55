// Tracks the trigger time of each object's next reconcile. A failover's duration counts from there.
export class TriggerTimeTracker {
  /** By key, in ms since the epoch. */
  readonly #sinceMs = new Map<string, number>();

  get size(): number {
    return this.#sinceMs.size;
  }

  /** Keeps the earliest time since the last `take`. */
  note(key: string, atMs: number): void {
    const known = this.#sinceMs.get(key);
    if (known === undefined || atMs < known) this.#sinceMs.set(key, atMs);
  }

  forget(key: string): void {
    this.#sinceMs.delete(key);
  }

  /** Returns the trigger time and clears it; undefined when nothing triggered the reconcile. */
  take(key: string): number | undefined {
    const sinceMs = this.#sinceMs.get(key);
    this.#sinceMs.delete(key);
    return sinceMs;
  }
}
