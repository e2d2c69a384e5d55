// What does the status say of spec.switchover?
// What was handled is remembered, so that no request is acted on twice.
import type { SwitchoverStatus } from '../api/activeStandbyService.generated.ts';
import { candidateReasons } from '../api/candidateReasons.ts';
import { stateOf, type SwitchoverVerdict } from '../election/switchoverRequest.ts';
import type { Outcome } from './outcome.ts';

const MAX_HANDLED = 16;

/** Undefined when nothing was ever asked for. */
export function nextSwitchover(
  { switchover: verdict, requestID, ledger }: Pick<Outcome, 'switchover' | 'requestID' | 'ledger'>,
  previous: SwitchoverStatus | undefined,
): SwitchoverStatus | undefined {
  if (verdict === undefined) return isCancelled(previous, requestID) ? withoutRequest(previous) : previous;
  const state = stateOf(verdict);
  const known = previous?.handledRequestIDs ?? [];
  const handled = state === 'Pending' ? known : withHandled(known, verdict.requestID, ledger.requestID);
  return {
    requestID: verdict.requestID,
    state,
    message: messageOf(verdict),
    ...(handled.length === 0 ? {} : { handledRequestIDs: handled }),
  };
}

function isCancelled(previous: SwitchoverStatus | undefined, requestID: string | undefined): boolean {
  return requestID === undefined && previous?.state === 'Pending';
}

function withoutRequest(previous: SwitchoverStatus | undefined): SwitchoverStatus | undefined {
  const handledRequestIDs = previous?.handledRequestIDs;
  return handledRequestIDs === undefined ? undefined : { handledRequestIDs };
}

/** The latest last. The one that the ledger records stays, however old: another is begun only once it is in here. */
function withHandled(known: readonly string[], requestID: string, recorded: string | undefined): readonly string[] {
  const all = known.includes(requestID) ? known : [...known, requestID];
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
      return 'Waits while the operator has its hands off.';
    case 'ElectionsHeld':
      return 'Waits until the status has caught up with the EndpointSlice.';
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
