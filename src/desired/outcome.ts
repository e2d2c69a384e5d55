// The result of one reconcile of an ActiveStandbyService: the facts from which status, conditions and Events are
// made. They follow the ledger and never lead it.
import type { ConditionReason } from '../api/conditions.ts';
import type { Ledger } from '../election/ledger.ts';
import type { PodView } from '../election/podView.ts';
import type { Step } from '../election/step.ts';
import type { SwitchoverVerdict } from '../election/switchoverRequest.ts';
import type { LedgerTransition } from '../election/transition.ts';

/** Something that a person has to solve. A blocking problem also stops elections. */
export interface Problem {
  readonly reason: ConditionReason;
  /** What is wrong and what to do about it. */
  readonly message: string;
  readonly blocking: boolean;
  /** Clients may not reach the active. */
  readonly misdirects?: boolean;
}

export interface PublishedTransition extends LedgerTransition {
  /** When the API server accepted the slice, in milliseconds since the epoch; undefined when that was not seen. */
  readonly publishedMs: number | undefined;
}

export interface Outcome {
  readonly generation: number;
  readonly serviceName: string;
  readonly pausedBySpec: boolean;
  readonly step: Step;
  readonly ledger: Ledger;
  /** The slice records the ledger. If not, neither is reported. */
  readonly isRecorded: boolean;
  readonly isServiceAsDesired: boolean;
  readonly holder: PodView | undefined;
  readonly problems: readonly Problem[];
  /** The requestID of spec.switchover. */
  readonly requestID: string | undefined;
  /** The answer to it; undefined when the status has it already, or it could not be recorded. */
  readonly switchover: SwitchoverVerdict | undefined;
  /** Wall-clock time of this reconcile, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** Elections go on once the status contains the term, or lists the previous request as handled. */
export function isWaitingForStatus({ problems, switchover }: Outcome): boolean {
  const hasToBegin = switchover?.reason === 'ElectionsBlocked' || switchover?.reason === 'Draining';
  return hasToBegin || problems.some(({ reason }) => reason === 'StatusLagsLedger');
}
