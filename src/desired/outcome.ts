// What is there to say about one reconcile of an ActiveStandbyService?
// The facts that status, conditions and Events are made from; they follow the ledger and never lead it.
import type { ConditionReason } from '../api/conditions.ts';
import type { Ledger } from '../election/ledger.ts';
import type { PodView } from '../election/podView.ts';
import type { Step } from '../election/step.ts';
import type { SwitchoverVerdict } from '../election/switchoverRequest.ts';
import type { LedgerTransition } from '../election/transition.ts';

/** Something that needs a person. A blocking one also stops elections. */
export interface Problem {
  readonly reason: ConditionReason;
  /** What is wrong and what to do about it. */
  readonly message: string;
  readonly blocking: boolean;
  /** Clients do not reach what was decided. */
  readonly misdirects?: boolean;
}

export interface PublishedTransition extends LedgerTransition {
  /** When the API server had accepted the slice, in ms since the epoch; undefined when that was not seen. */
  readonly publishedMs: number | undefined;
}

export interface Outcome {
  readonly generation: number;
  readonly serviceName: string;
  readonly pausedBySpec: boolean;
  readonly step: Step;
  readonly ledger: Ledger;
  /** The slice says what the ledger says. If not, nothing is told of either. */
  readonly isRecorded: boolean;
  readonly isServiceAsDesired: boolean;
  readonly holder: PodView | undefined;
  readonly problems: readonly Problem[];
  /** What spec.switchover asks for. */
  readonly requestID: string | undefined;
  /** What there is to say of it; undefined when the status has said it, or it could not be written. */
  readonly switchover: SwitchoverVerdict | undefined;
  /** Wall-clock time of this reconcile, ms since the epoch. */
  readonly atMs: number;
}
