// Counts consecutive failures per object and part. A success resets the count.
import type { WritePart } from './writeProblem.ts';

export class FailureCounts {
  /** By UID; only objects with failures. */
  readonly #byUid = new Map<string, ReadonlyMap<WritePart, number>>();

  get size(): number {
    return this.#byUid.size;
  }

  /** Call after each reconcile with the parts that failed; all others count as successful. Returns the new counts. */
  note(uid: string, failed: readonly WritePart[]): ReadonlyMap<WritePart, number> {
    const known = this.#byUid.get(uid);
    const counts = new Map(failed.map((part) => [part, (known?.get(part) ?? 0) + 1]));
    if (counts.size === 0) this.#byUid.delete(uid);
    else this.#byUid.set(uid, counts);
    return counts;
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }
}
