// Which nodes have only just been heard of again? While nobody heard of them, the control plane has marked their pods as
// not ready, whatever they are, and their kubelets need a moment to put that right.
import type { Clock } from '../../kube/timing/clock.ts';

/** A kubelet compares what the API says of its pods with what it knows every 10 s (its status manager's syncPeriod). */
const RECOVERY_MS = 12_000;

export class RecoveringNodes {
  readonly #clock: Clock;
  readonly #onBack: () => void;
  readonly #names = new Set<string>();
  #cancelTimer = (): void => undefined;

  /** Told when the moment of all of them is over. */
  constructor(clock: Clock, onBack: () => void) {
    this.#clock = clock;
    this.#onBack = onBack;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Those before have time as long as this one: what ends a hold ends it for all. */
  begin(name: string): void {
    this.#names.add(name);
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.setTimer(RECOVERY_MS, this.#onBack);
  }

  cancel(name: string): void {
    this.#names.delete(name);
  }

  /** Ends the moment of those that are on their way back, and says which they are. */
  end(): readonly string[] {
    const names = [...this.#names];
    this.#names.clear();
    this.#cancelTimer();
    return names;
  }
}
