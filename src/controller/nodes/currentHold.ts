// The current node hold: judged again whenever a node changes, and when its time is over.
import { holdOf, type NodeCount, type NodeHold } from '../../election/nodeHold.ts';
import type { Now } from '../../election/now.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { HoldReporter, type HoldReporterOptions } from './holdReporter.ts';

export interface CurrentHoldOptions extends HoldReporterOptions {
  readonly clock: Clock;
  /** Undefined without permission to read nodes. */
  readonly numbers: () => NodeCount | undefined;
  readonly onEnd: () => void;
}

export class CurrentHold {
  readonly #options: CurrentHoldOptions;
  readonly #reporter: HoldReporter;
  #hold: NodeHold | undefined;
  #cancelEnd = noTimer;

  constructor(options: CurrentHoldOptions) {
    this.#options = options;
    this.#reporter = new HoldReporter(options);
  }

  get value(): NodeHold | undefined {
    // The timer may be a moment late.
    if (this.#hold !== undefined && this.#hold.untilMonotonicMs <= this.now().monotonicMs) this.judge();
    return this.#hold;
  }

  judge(): void {
    const before = this.#hold;
    const numbers = this.#options.numbers();
    const next = numbers && holdOf(numbers, this.now());
    if (isSameHold(before, next)) return;
    this.#hold = next;
    this.#cancelEnd();
    this.#cancelEnd = next === undefined ? noTimer : this.#at(next.untilMonotonicMs);
    if (before !== undefined && next !== undefined) this.#reporter.numbersChanged();
    else this.#reporter.changed(next);
    if (next === undefined) this.#options.onEnd();
  }

  /** Whether a hold would begin if `more` of the reachable nodes became unreachable now. */
  wouldBeginWith(more: number): boolean {
    const numbers = this.#options.numbers();
    if (numbers === undefined || this.#hold !== undefined) return false;
    const now = this.now();
    const unreachableSince = [...numbers.unreachableSince, ...Array.from({ length: more }, () => now.monotonicMs)];
    return holdOf({ others: numbers.others - more, unreachableSince }, now) !== undefined;
  }

  now(): Now {
    const { clock } = this.#options;
    return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  }

  /** No timer is left. */
  stop(): void {
    this.#cancelEnd();
    this.#reporter.stop();
  }

  #at(monotonicMs: number): () => void {
    const { clock } = this.#options;
    return clock.setTimer(Math.max(0, monotonicMs - clock.monotonicMs()), () => this.judge());
  }
}

function noTimer(): void {}

/** Ignores the end on the wall clock: it jitters, and would change every message. */
function isSameHold(a: NodeHold | undefined, b: NodeHold | undefined): boolean {
  return a?.untilMonotonicMs === b?.untilMonotonicMs && a?.unreachable === b?.unreachable && a?.counted === b?.counted;
}
