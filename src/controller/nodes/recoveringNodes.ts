// Nodes that report again during a hold. Meanwhile the control plane has marked their pods as not ready, ready or not,
// and their kubelets need some seconds to correct that.
import type { Clock } from '../../kube/timing/clock.ts';

/** A kubelet reconciles the status of its pods with the API every 10 s (syncPeriod of its status manager). */
const RECOVERY_MS = 12_000;

export class RecoveringNodes {
  readonly #clock: Clock;
  readonly #onRecovered: () => void;
  readonly #names = new Set<string>();
  #cancelTimer = (): void => undefined;

  /** `onRecovered` is called when the time of all nodes is over; call `end` then. */
  constructor(clock: Clock, onRecovered: () => void) {
    this.#clock = clock;
    this.#onRecovered = onRecovered;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Adds a node and restarts the time for all: the hold ends for all of them at once. */
  begin(name: string): void {
    this.#names.add(name);
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.setTimer(RECOVERY_MS, this.#onRecovered);
  }

  cancel(name: string): void {
    this.#names.delete(name);
  }

  /** Removes all nodes and returns their names. */
  end(): readonly string[] {
    const names = [...this.#names];
    this.#names.clear();
    this.#cancelTimer();
    return names;
  }
}
