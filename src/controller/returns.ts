// Which nodes have only just been heard of again? While nobody heard of them, the control plane has marked their pods as
// not ready, whatever they are, and their kubelets need a moment to put that right.
import type { Clock } from '../kube/clock.ts';

/** A kubelet compares what the API says of its pods with what it knows every 10 s (its status manager's syncPeriod). */
const RETURN_MS = 12_000;

export class Returns {
  readonly #clock: Clock;
  readonly #onBack: (name: string) => void;
  readonly #timers = new Map<string, () => void>();

  /** Told of each node when its moment is over. */
  constructor(clock: Clock, onBack: (name: string) => void) {
    this.#clock = clock;
    this.#onBack = onBack;
  }

  has(name: string): boolean {
    return this.#timers.has(name);
  }

  /** What is heard of it meanwhile does not make it longer. */
  begin(name: string): void {
    if (this.has(name)) return;
    const end = (): void => {
      this.#timers.delete(name);
      this.#onBack(name);
    };
    this.#timers.set(name, this.#clock.setTimer(RETURN_MS, end));
  }

  /** Nobody is told. */
  cancel(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  /** Those that were on their way back; nobody is told of them any more. */
  cancelAll(): readonly string[] {
    const names = [...this.#timers.keys()];
    for (const name of names) this.cancel(name);
    return names;
  }
}
