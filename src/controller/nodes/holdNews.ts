// Who is told of a hold, and when? Its begin and end at once; its numbers, which change with every node, now and then.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { NodeObserver } from './nodeObserver.ts';

export interface HoldNewsOptions {
  readonly clock: Clock;
  readonly observer: Pick<NodeObserver, 'holdChanged'>;
  /** All whose pods it concerns. */
  readonly wake: () => void;
}

/** While a hold goes on, what is told of its numbers is at most this old. */
const RETELL_MS = 5000;

export class HoldNews {
  readonly #options: HoldNewsOptions;
  #cancelRetelling: (() => void) | undefined;

  constructor(options: HoldNewsOptions) {
    this.#options = options;
  }

  /** Undefined: it is over. */
  changed(hold: NodeHold | undefined): void {
    this.stop();
    this.#options.observer.holdChanged(hold);
    this.#options.wake();
  }

  numbersChanged(): void {
    this.#cancelRetelling ??= this.#options.clock.setTimer(RETELL_MS, () => {
      this.#cancelRetelling = undefined;
      this.#options.wake();
    });
  }

  /** No timer is left. */
  stop(): void {
    this.#cancelRetelling?.();
    this.#cancelRetelling = undefined;
  }
}
