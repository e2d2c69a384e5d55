// Builds status.switchover. Handled requestIDs are kept, so that no request is carried out twice.
import type { SwitchoverStatus } from '../api/activeStandbyService.generated.ts';
import { candidateReasons } from '../api/candidateReasons.ts';
import type { Ledger } from '../election/ledger.ts';
import { stateOf, type SwitchoverVerdict } from '../election/switchoverRequest.ts';
import type { Outcome } from './outcome.ts';

const MAX_HANDLED = 16;

/** Undefined when there never was a request. */
export function nextSwitchover(
  { switchover: verdict, requestID, ledger }: Pick<Outcome, 'switchover' | 'requestID' | 'ledger'>,
  previous: SwitchoverStatus | undefined,
): SwitchoverStatus | undefined {
  const handledRequestIDs = nextHandled({ verdict, ledger, currentID: requestID }, previous?.handledRequestIDs ?? []);
  const answer = verdict === undefined ? previousAnswer(previous, requestID) : answerOf(verdict);
  const next = handledRequestIDs.length === 0 ? answer : { ...answer, handledRequestIDs };
  return Object.keys(next).length === 0 ? undefined : next;
}

function answerOf(verdict: SwitchoverVerdict): SwitchoverStatus {
  return { requestID: verdict.requestID, state: stateOf(verdict), message: messageOf(verdict) };
}

/** The previous answer; nothing when a pending request was cancelled. */
function previousAnswer(previous: SwitchoverStatus | undefined, requestID: string | undefined): SwitchoverStatus {
  const isCancelled = requestID === undefined && previous?.state === 'Pending';
  const { handledRequestIDs: _, ...answer } = previous ?? {};
  return isCancelled ? {} : answer;
}

interface Handling {
  readonly verdict: SwitchoverVerdict | undefined;
  readonly ledger: Ledger;
  readonly currentID: string | undefined;
}

/**
 * Oldest first. The request that the ledger records is listed once it is finished, whatever is requested by then, and
 * stays, however old: the next request starts only when it is listed.
 */
function nextHandled({ verdict, ledger, currentID }: Handling, known: readonly string[]): readonly string[] {
  const { intent, requestID: recorded } = ledger;
  const answered = verdict === undefined || stateOf(verdict) === 'Pending' ? undefined : verdict.requestID;
  // The current request is listed only with its answer: without one it would count as handled before.
  const isDone = intent !== 'Draining' && recorded !== currentID;
  const done = [isDone ? recorded : undefined, answered].filter((id) => id !== undefined);
  const all = [...new Set([...known, ...done])];
  const kept = all.slice(-MAX_HANDLED);
  const isLost = recorded !== undefined && all.includes(recorded) && !kept.includes(recorded);
  return isLost ? [recorded, ...kept.slice(1)] : kept;
}

function messageOf({ reason, podName = 'the pod', candidateReason }: SwitchoverVerdict): string {
  switch (reason) {
    case 'Moved':
      return `${podName} is active.`;
    case 'MovedElsewhere':
      return `The target was lost before it took over; ${podName} is active instead.`;
    case 'AlreadyActive':
      return `${podName} is active already; no switchover is needed.`;
    case 'Scheduled':
      return 'Waiting for spec.switchover.notBefore; remove spec.switchover to cancel.';
    case 'Draining':
      return 'Waiting until the old active is drained.';
    case 'Paused':
      return 'Waiting while the operator is paused.';
    case 'ElectionsBlocked':
      return 'Waiting until everything that elections depend on is known and the status has caught up.';
    case 'NothingElected':
      return 'No pod had been elected yet, and the first election ignores requests; use a new requestID.';
    case 'TargetMissing':
      return `${podName} is not a selected pod; use a new requestID with one of status.candidates.`;
    case 'TargetNotEligible':
      return `${podName} ${candidateReasons[candidateReason ?? 'NotReady']}; use a new requestID once it is eligible.`;
    case 'NoOtherCandidate':
      return 'No other pod is eligible; use a new requestID once one is.';
    case 'TargetLost':
      return `${podName} was lost before it took over; use a new requestID to try again.`;
    case 'HandledBefore':
      return 'This requestID was handled before and is ignored; use a new one.';
  }
}
