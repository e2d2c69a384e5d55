// What an election keeps between two reconciles: running timers, and the answer to a request. Input and output of
// the machine; survives a JSON round trip. Without it the machine continues from what the API reports.
import type { Timer } from './timer.ts';
import type { SwitchoverVerdict } from './switchoverRequest.ts';

/** A timer of one pod. */
export interface PodTimer extends Timer {
  readonly uid: string;
}

/** Since when the active has been impaired. */
export interface ImpairmentTimer extends PodTimer {
  /** The active has been not ready for all of this time. */
  readonly isNotReady: boolean;
}

export interface ElectionState {
  /** By UID: since when the pod has been ready. */
  readonly settling: Readonly<Record<string, Timer>>;
  readonly pending: ImpairmentTimer | undefined;
  /** Since the last automatic election. */
  readonly cooldown: Timer | undefined;
  /** Since when a better pod has been eligible. */
  readonly preemption: PodTimer | undefined;
  /** Since the drain began. */
  readonly drain: Timer | undefined;
  /** The final answer to a request; the status may not report it yet. */
  readonly answered: SwitchoverVerdict | undefined;
}

export const freshElectionState: ElectionState = {
  settling: {},
  pending: undefined,
  cooldown: undefined,
  preemption: undefined,
  drain: undefined,
  answered: undefined,
};
