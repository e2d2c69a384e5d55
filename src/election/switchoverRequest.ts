// The request in spec.switchover, and the answers to it.
import type { CandidateReason } from '../api/candidateReasons.ts';
import { switchoverReasons, type SwitchoverReason, type SwitchoverState } from '../api/switchoverReasons.ts';

export interface RequestedSwitchover {
  readonly requestID: string;
  /** The pod's name; undefined: the best other candidate. */
  readonly targetPod: string | undefined;
  /** Wall-clock time in milliseconds since the epoch. */
  readonly notBeforeMs: number | undefined;
}

export interface SwitchoverVerdict {
  readonly requestID: string;
  readonly reason: SwitchoverReason;
  /** The pod that the answer is about. */
  readonly podName: string | undefined;
  /** Why that pod is not eligible. */
  readonly candidateReason: CandidateReason | undefined;
}

export function stateOf({ reason }: SwitchoverVerdict): SwitchoverState {
  return switchoverReasons[reason];
}
