// Reports a hold: its begin and end at once, its numbers, which change with every node, at most every 5 s.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { NodeObserver } from './nodeObserver.ts';

export interface HoldReporterOptions {
  readonly clock: Clock;
  readonly observer: Pick<NodeObserver, 'holdChanged'>;
  /** Triggers a reconcile of every object with pods on the nodes concerned. */
  readonly triggerReconciles: () => void;
}

/** Reported numbers are at most this old during a hold. */
const REPORT_MS = 5000;

export class HoldReporter {
  readonly #options: HoldReporterOptions;
  #cancelReport: (() => void) | undefined;

  constructor(options: HoldReporterOptions) {
    this.#options = options;
  }

  /** Undefined: the hold is over. */
  changed(hold: NodeHold | undefined): void {
    this.stop();
    this.#options.observer.holdChanged(hold);
    this.#options.triggerReconciles();
  }

  numbersChanged(): void {
    this.#cancelReport ??= this.#options.clock.setTimer(REPORT_MS, () => {
      this.#cancelReport = undefined;
      this.#options.triggerReconciles();
    });
  }

  /** No timer is left. */
  stop(): void {
    this.#cancelReport?.();
    this.#cancelReport = undefined;
  }
}
