// How often has each part of an object failed to be written in a row? Forgotten with the first success.
import type { WritePart } from './writeProblem.ts';

export class FailureCounts {
  /** By UID; nearly no object has any. */
  readonly #byUid = new Map<string, ReadonlyMap<WritePart, number>>();

  get size(): number {
    return this.#byUid.size;
  }

  /** After each reconcile: the parts that failed in it, of which all others have succeeded. */
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
