// All that an election keeps between two reconciles: running timers, and what it has said about a request. It is input
// and output of the machine and survives a JSON round trip; without it everything goes on by what the API says.
import type { Timer } from './timer.ts';
import type { SwitchoverVerdict } from './switchoverRequest.ts';

/** A timer that is about one pod. */
export interface PodTimer extends Timer {
  readonly uid: string;
}

/** Since when something has been wrong with the active. */
export interface ImpairmentTimer extends PodTimer {
  /** Since then it has been not ready, too. */
  readonly isNotReady: boolean;
}

export interface ElectionState {
  /** By UID: since when the pod has been ready. */
  readonly settling: Readonly<Record<string, Timer>>;
  readonly pending: ImpairmentTimer | undefined;
  /** Since the last automatic election. */
  readonly cooldown: Timer | undefined;
  /** Since when a better pod than the active has been eligible. */
  readonly preemption: PodTimer | undefined;
  /** Since when the active pod has been drained. */
  readonly drain: Timer | undefined;
  /** A request that was answered for good, though the status may not say so yet. */
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
