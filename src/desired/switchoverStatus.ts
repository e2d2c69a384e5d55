// What does the status say of spec.switchover?
// What was handled is remembered, so that no request is acted on twice.
import type { SwitchoverStatus } from '../api/activeStandbyService.generated.ts';
import { candidateReasons } from '../api/candidateReasons.ts';
import type { Ledger } from '../election/ledger.ts';
import { stateOf, type SwitchoverVerdict } from '../election/switchoverRequest.ts';
import type { Outcome } from './outcome.ts';

const MAX_HANDLED = 16;

/** Undefined when nothing was ever asked for. */
export function nextSwitchover(
  { switchover: verdict, requestID, ledger }: Pick<Outcome, 'switchover' | 'requestID' | 'ledger'>,
  previous: SwitchoverStatus | undefined,
): SwitchoverStatus | undefined {
  const handledRequestIDs = nextHandled({ verdict, ledger, asked: requestID }, previous?.handledRequestIDs ?? []);
  const answer = verdict === undefined ? toldBefore(previous, requestID) : answerOf(verdict);
  const next = handledRequestIDs.length === 0 ? answer : { ...answer, handledRequestIDs };
  return Object.keys(next).length === 0 ? undefined : next;
}

function answerOf(verdict: SwitchoverVerdict): SwitchoverStatus {
  return { requestID: verdict.requestID, state: stateOf(verdict), message: messageOf(verdict) };
}

/** Of a request that was taken back nothing stays. */
function toldBefore(previous: SwitchoverStatus | undefined, requestID: string | undefined): SwitchoverStatus {
  const isCancelled = requestID === undefined && previous?.state === 'Pending';
  const { handledRequestIDs: _, ...told } = previous ?? {};
  return isCancelled ? {} : told;
}

interface Handling {
  readonly verdict: SwitchoverVerdict | undefined;
  readonly ledger: Ledger;
  readonly asked: string | undefined;
}

/**
 * The latest last. The one that the ledger records is listed once it is done with, whatever is asked for by then, and
 * stays, however old: another is begun only once it is in here.
 */
function nextHandled({ verdict, ledger, asked }: Handling, known: readonly string[]): readonly string[] {
  const { intent, requestID: recorded } = ledger;
  const answered = verdict === undefined || stateOf(verdict) === 'Pending' ? undefined : verdict.requestID;
  // What is asked for now is listed with its answer only: a list without one would say that it is of old.
  const isDone = intent !== 'Draining' && recorded !== asked;
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
      return `The pod that was asked for was lost before it took over; ${podName} is active instead.`;
    case 'AlreadyActive':
      return `${podName} is active already; nothing is to be done.`;
    case 'Scheduled':
      return 'Waits for spec.switchover.notBefore; remove spec.switchover to cancel it.';
    case 'Draining':
      return 'Waits until the old active is drained.';
    case 'Paused':
      return 'Waits while the operator is paused.';
    case 'ElectionsBlocked':
      return 'Waits until everything that an election depends on is known, and the status has caught up.';
    case 'NothingElected':
      return 'Nothing had been elected yet, and the first election follows no request; use a new requestID.';
    case 'TargetMissing':
      return `${podName} is none of the selected pods; use a new requestID with one of status.candidates.`;
    case 'TargetNotEligible':
      return `${podName} ${candidateReasons[candidateReason ?? 'NotReady']}; use a new requestID once it is eligible.`;
    case 'NoOtherCandidate':
      return 'No other pod is eligible; use a new requestID once one is.';
    case 'TargetLost':
      return `${podName} was lost before it took over; use a new requestID to try again.`;
    case 'HandledBefore':
      return 'This requestID was handled before, so nothing is done; use a new one.';
  }
}
