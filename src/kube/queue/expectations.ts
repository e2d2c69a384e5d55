// Announces keys that wait or run and whose calls must not meet background calls.
import type { Urgency } from './priorityQueue.ts';

export class Expectations {
  readonly #expect: () => () => void;
  readonly #ends = new Map<string, () => void>();

  /** `expect` announces a key; the function that it returns ends that. */
  constructor(expect: () => () => void) {
    this.#expect = expect;
  }

  /** Ignores keys that are known, or not as urgent. */
  added(key: string, { priority, pace }: Urgency): void {
    if (priority !== 'urgent' || pace !== 'Pressing' || this.#ends.has(key)) return;
    this.#ends.set(key, this.#expect());
  }

  /** The key's run has ended: calls `requeue`, which may add the key again, before anything that was held back starts. */
  ended(key: string, requeue?: () => void): void {
    const end = this.#ends.get(key);
    this.#ends.delete(key);
    requeue?.();
    end?.();
  }

  clear(): void {
    for (const key of this.#ends.keys()) this.ended(key);
  }
}
