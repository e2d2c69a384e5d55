// Judges the request in spec.switchover: whether it is carried out now, and what its answer is.
// Each requestID moves the active at most once: a request that the status or the ledger has recorded is never
// repeated.
import type { SwitchoverReason } from '../api/switchoverReasons.ts';
import type { Candidate } from './candidate.ts';
import { publishedBy, type Ledger } from './ledger.ts';
import type { ElectionInput } from './electionInput.ts';
import type { RequestedSwitchover, SwitchoverVerdict } from './switchoverRequest.ts';

export interface Judgement {
  /** The answer; undefined when the status has it already. */
  readonly verdict: SwitchoverVerdict | undefined;
  /** The pod that must become active now. */
  readonly target: Candidate | undefined;
}

const nothing: Judgement = { verdict: undefined, target: undefined };

export function judge(input: ElectionInput, candidates: readonly Candidate[]): Judgement {
  const request = openRequest(input);
  if (request === undefined) return nothing;
  const { requestID } = request;
  if (input.switchover.handledRequestIDs.includes(requestID)) return answer(requestID, 'HandledBefore');
  const { answered } = input.electionState;
  if (answered?.requestID === requestID) return { ...nothing, verdict: answered };
  if (input.ledger.requestID === requestID) return nothing;
  const reason = reasonToWait(request, input);
  return reason === undefined ? targetOf(request, input, candidates) : answer(requestID, reason);
}

/** Undefined when the status reports it as completed or rejected. */
function openRequest({ switchover: { request, endedRequestID } }: ElectionInput): RequestedSwitchover | undefined {
  return request?.requestID === endedRequestID ? undefined : request;
}

function answer(
  requestID: string,
  reason: SwitchoverReason,
  pod?: Pick<SwitchoverVerdict, 'podName' | 'candidateReason'>,
) {
  return { ...nothing, verdict: { requestID, reason, ...(pod ?? noPod) } };
}

const noPod = { podName: undefined, candidateReason: undefined };

/** Why the request must wait; undefined when it can be carried out now. */
function reasonToWait({ notBeforeMs }: RequestedSwitchover, input: ElectionInput): SwitchoverReason | undefined {
  const { ledger, policy, now } = input;
  if (ledger.term === 0) return 'NothingElected';
  if (policy.paused) return 'Paused';
  if (notBeforeMs !== undefined && notBeforeMs > now.wallMs) return 'Scheduled';
  if (ledger.intent === 'Draining') return 'Draining';
  return input.electionsBlocked || !isReported(input) ? 'ElectionsBlocked' : undefined;
}

/** The ledger holds one request: the previous one must be in the status before the next one starts. */
function isReported({ ledger: { requestID }, switchover }: ElectionInput): boolean {
  return requestID === undefined || switchover.handledRequestIDs.includes(requestID);
}

function targetOf(
  request: RequestedSwitchover,
  { ledger }: ElectionInput,
  candidates: readonly Candidate[],
): Judgement {
  const { requestID, targetPod: podName } = request;
  const isHolder = ({ pod }: Candidate) => pod.metadata.uid === ledger.holder?.uid;
  if (podName === undefined) {
    const target = candidates.find((candidate) => candidate.eligible && !isHolder(candidate));
    return target === undefined ? answer(requestID, 'NoOtherCandidate') : { ...nothing, target };
  }
  const target = candidates.find(({ pod }) => pod.metadata.name === podName);
  const named = { podName, candidateReason: target?.reason };
  if (target === undefined) return answer(requestID, 'TargetMissing', named);
  if (!target.eligible) return answer(requestID, 'TargetNotEligible', named);
  const isActive = publishedBy(ledger) !== undefined && isHolder(target);
  return isActive ? answer(requestID, 'AlreadyActive', named) : { ...nothing, target };
}

/** The answer after the step; that to a started request follows from the ledger. */
export function verdictAfter(ledger: Ledger, { verdict }: Judgement, input: ElectionInput) {
  const request = openRequest(input);
  const isStarted = request !== undefined && request.requestID === ledger.requestID;
  if (verdict !== undefined || !isStarted) return verdict;
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
