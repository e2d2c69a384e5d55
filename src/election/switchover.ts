// What is to be done about the request in spec.switchover, and what is to be said about it?
// Each requestID moves the active once at most: what the status or the ledger knows of is never carried out again.
import type { SwitchoverReason } from '../api/switchoverReasons.ts';
import type { Candidate } from './candidate.ts';
import { publishedBy, type Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import type { RequestedSwitchover, SwitchoverVerdict } from './switchoverRequest.ts';

export interface Judgement {
  /** Undefined when the status has said everything. */
  readonly verdict: SwitchoverVerdict | undefined;
  /** Who is to become active now. */
  readonly target: Candidate | undefined;
}

const nothing: Judgement = { verdict: undefined, target: undefined };

export function judge(input: ElectionInput, candidates: readonly Candidate[]): Judgement {
  const request = openRequest(input);
  if (request === undefined) return nothing;
  const { requestID } = request;
  if (input.switchover.handledRequestIDs.includes(requestID)) return saying(requestID, 'HandledBefore');
  const { answered } = input.electionState;
  if (answered?.requestID === requestID) return { ...nothing, verdict: answered };
  if (input.ledger.requestID === requestID) return nothing;
  const reason = waitingFor(request, input);
  return reason === undefined ? aim(request, input, candidates) : saying(requestID, reason);
}

/** Undefined when the status tells its end already. */
function openRequest({ switchover: { request, endedRequestID } }: ElectionInput): RequestedSwitchover | undefined {
  return request?.requestID === endedRequestID ? undefined : request;
}

function saying(
  requestID: string,
  reason: SwitchoverReason,
  pod?: Pick<SwitchoverVerdict, 'podName' | 'candidateReason'>,
) {
  return { ...nothing, verdict: { requestID, reason, ...(pod ?? noPod) } };
}

const noPod = { podName: undefined, candidateReason: undefined };

/** Undefined when it can be carried out now. */
function waitingFor({ notBeforeMs }: RequestedSwitchover, input: ElectionInput): SwitchoverReason | undefined {
  const { ledger, policy, now } = input;
  if (ledger.term === 0) return 'NothingElected';
  if (policy.paused) return 'Paused';
  if (notBeforeMs !== undefined && notBeforeMs > now.wallMs) return 'Scheduled';
  if (ledger.intent === 'Draining') return 'Draining';
  return input.electionsBlocked || !isReported(input) ? 'ElectionsBlocked' : undefined;
}

/** The ledger has room for one request only: the one before must be in the status before another is begun. */
function isReported({ ledger: { requestID }, switchover }: ElectionInput): boolean {
  return requestID === undefined || switchover.handledRequestIDs.includes(requestID);
}

function aim(request: RequestedSwitchover, { ledger }: ElectionInput, candidates: readonly Candidate[]): Judgement {
  const { requestID, targetPod: podName } = request;
  const isHolder = ({ pod }: Candidate) => pod.metadata.uid === ledger.holder?.uid;
  if (podName === undefined) {
    const target = candidates.find((candidate) => candidate.eligible && !isHolder(candidate));
    return target === undefined ? saying(requestID, 'NoOtherCandidate') : { ...nothing, target };
  }
  const target = candidates.find(({ pod }) => pod.metadata.name === podName);
  const named = { podName, candidateReason: target?.reason };
  if (target === undefined) return saying(requestID, 'TargetMissing', named);
  if (!target.eligible) return saying(requestID, 'TargetNotEligible', named);
  const isActive = publishedBy(ledger) !== undefined && isHolder(target);
  return isActive ? saying(requestID, 'AlreadyActive', named) : { ...nothing, target };
}

/** What is to be said once the step is done: of a request that was begun the ledger tells. */
export function verdictAfter(ledger: Ledger, { verdict }: Judgement, input: ElectionInput) {
  const request = openRequest(input);
  const isBegun = request !== undefined && request.requestID === ledger.requestID;
  if (verdict !== undefined || !isBegun) return verdict;
  return { requestID: request.requestID, ...outcomeOf(ledger, request), candidateReason: undefined };
}

function outcomeOf({ intent, cause, holder, target }: Ledger, { targetPod }: RequestedSwitchover) {
  if (intent === 'Draining') return { reason: 'Draining', podName: target?.name } as const;
  if (cause === 'Initial') return { reason: 'NothingElected', podName: undefined } as const;
  const isLost = cause === 'HandoverAborted' || (intent === 'Empty' && cause === 'Switchover');
  if (isLost) return { reason: 'TargetLost', podName: targetPod } as const;
  const isElsewhere = targetPod !== undefined && holder?.name !== targetPod;
  return { reason: isElsewhere ? 'MovedElsewhere' : 'Moved', podName: holder?.name } as const;
}
