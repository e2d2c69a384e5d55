// Remembers the attempts to change the deletion cost of pods, so that none is repeated too soon: another client may
// undo each write, and permission may be denied for thousands of pods.
import type { PodView } from '../../election/podView.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { CostChange } from './deletionCost.ts';

export interface CostWrite {
  readonly podKey: string;
  readonly pod: PodView;
  readonly change: CostChange;
}

/** Durations from now. */
export interface AfterAttempt {
  /** When the pod is checked again. */
  readonly checkMs: number;
  /** How long the same change is not repeated. */
  readonly untilMs: number;
  /** Consecutive failures, this one included. */
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

  /** The last attempt of the same change on the same pod UID: the wait that is left and its failures. */
  before({ podKey, pod, change }: CostWrite): { readonly waitMs: number; readonly failures: number } | undefined {
    const attempt = this.#attempts.get(podKey);
    if (attempt?.uid !== pod.metadata.uid || attempt.change !== change) return undefined;
    return { waitMs: attempt.untilMs - this.#clock.monotonicMs(), failures: attempt.failures };
  }

  /** Time until the next check of the pod, or until its attempt expires; undefined when neither is left. */
  restMs(podKey: string): number | undefined {
    const { checkMs = 0, untilMs = 0 } = this.#attempts.get(podKey) ?? {};
    const nowMs = this.#clock.monotonicMs();
    return [checkMs, untilMs].map((momentMs) => momentMs - nowMs).find((leftMs) => leftMs > 0);
  }

  forget(podKey: string): void {
    this.#attempts.delete(podKey);
  }
}
