// What is asked for in spec.switchover, and what may be said of it?
import type { CandidateReason } from '../api/candidateReasons.ts';
import { switchoverReasons, type SwitchoverReason, type SwitchoverState } from '../api/switchoverReasons.ts';

export interface RequestedSwitchover {
  readonly requestID: string;
  /** The pod's name; undefined: whoever comes first. */
  readonly targetPod: string | undefined;
  /** Wall-clock time in milliseconds since the epoch. */
  readonly notBeforeMs: number | undefined;
}

export interface SwitchoverVerdict {
  readonly requestID: string;
  readonly reason: SwitchoverReason;
  /** The pod that the sentence is about. */
  readonly podName: string | undefined;
  /** Why that pod is not eligible. */
  readonly candidateReason: CandidateReason | undefined;
}

export function stateOf({ reason }: SwitchoverVerdict): SwitchoverState {
  return switchoverReasons[reason];
}
