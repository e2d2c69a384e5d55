// What was tried on pods, so that it is not repeated too soon: somebody may undo it as often as they like, and a permission
// may be missing for thousands of pods.
import type { PodView } from '../../election/podView.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { CostChange } from './deletionCost.ts';

export interface CostWrite {
  readonly podKey: string;
  readonly pod: PodView;
  readonly change: CostChange;
}

/** Times from now on. */
export interface AfterAttempt {
  /** When what came of it is looked at. */
  readonly checkMs: number;
  /** Until when the same is not tried again. */
  readonly untilMs: number;
  /** One after the other until now. */
  readonly failures: number;
}

interface Attempt extends AfterAttempt {
  readonly uid: string;
  readonly change: CostChange;
}

export class CostAttempts {
  readonly #clock: Clock;
  /** By pod; times are monotonic. */
  readonly #attempts = new Map<string, Attempt>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#attempts.size;
  }

  note({ podKey, pod, change }: CostWrite, { checkMs, untilMs, failures }: AfterAttempt): void {
    const nowMs = this.#clock.monotonicMs();
    const { uid } = pod.metadata;
    this.#attempts.set(podKey, { uid, change, checkMs: nowMs + checkMs, untilMs: nowMs + untilMs, failures });
  }

  /** The same was tried on the same pod: how long it must wait, and how often it has failed. */
  before({ podKey, pod, change }: CostWrite): { readonly waitMs: number; readonly failures: number } | undefined {
    const attempt = this.#attempts.get(podKey);
    if (attempt?.uid !== pod.metadata.uid || attempt.change !== change) return undefined;
    return { waitMs: attempt.untilMs - this.#clock.monotonicMs(), failures: attempt.failures };
  }

  /** How long until something that was tried matters, or does not matter any more; undefined when nothing does. */
  restMs(podKey: string): number | undefined {
    const { checkMs = 0, untilMs = 0 } = this.#attempts.get(podKey) ?? {};
    const nowMs = this.#clock.monotonicMs();
    return [checkMs, untilMs].map((momentMs) => momentMs - nowMs).find((leftMs) => leftMs > 0);
  }

  forget(podKey: string): void {
    this.#attempts.delete(podKey);
  }
}
