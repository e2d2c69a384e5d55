// Builds the status from the ledger and the outcome of the last reconcile; the history is only appended to.
import type {
  ActiveStandbyServiceStatus,
  CandidateStatus,
  PendingFailover,
  PendingPreemption,
  Transition,
} from '../api/activeStandbyService.generated.ts';
import { publishedBy } from '../election/ledger.ts';
import { toMicroTime } from '../kube/api/microTime.ts';
import { nextConditions } from './conditions.ts';
import type { Outcome, PublishedTransition } from './outcome.ts';
import { nextSwitchover } from './switchoverStatus.ts';

const MAX_CANDIDATES = 16;
const MAX_HISTORY = 10;

/** `transitions` are those since the previous status, oldest first; repeated ones are ignored. */
export function nextStatus(
  outcome: Outcome,
  previous: ActiveStandbyServiceStatus,
  transitions: readonly PublishedTransition[],
): ActiveStandbyServiceStatus {
  const { step } = outcome;
  const history = nextHistory(previous.history ?? [], transitions);
  const failover = pendingOf(outcome);
  const preemption = preemptionOf(outcome);
  const switchover = nextSwitchover(outcome, previous.switchover);
  const isSamePhase = previous.phase === step.phase && previous.phaseSince !== undefined;
  return {
    observedGeneration: outcome.generation,
    phase: step.phase,
    phaseSince: isSamePhase ? previous.phaseSince : toMicroTime(outcome.atMs),
    ...termOf(outcome, previous),
    ...activeOf(outcome),
    candidateSummary: `${step.candidates.filter(({ eligible }) => eligible).length}/${step.candidates.length}`,
    standbys: standbysOf(outcome),
    candidates: step.candidates.slice(0, MAX_CANDIDATES).map(toCandidateStatus),
    ...(failover === undefined ? {} : { failover }),
    ...(preemption === undefined ? {} : { preemption }),
    ...(switchover === undefined ? {} : { switchover }),
    ...(history[0] === undefined ? {} : { lastTransition: history[0] }),
    history,
    serviceName: outcome.serviceName,
    conditions: nextConditions(outcome, previous.conditions ?? []),
  };
}

/** A term is reported once the slice records it, and never decreases. */
function termOf({ ledger, isRecorded }: Outcome, previous: ActiveStandbyServiceStatus) {
  const { term = 0, termHolderUID } = previous;
  if (isRecorded && ledger.holder !== undefined && ledger.term >= term) {
    return { term: ledger.term, termHolderUID: ledger.holder.uid };
  }
  return termHolderUID === undefined ? {} : { term, termHolderUID };
}

function activeOf({ ledger, holder, isRecorded }: Outcome): Pick<ActiveStandbyServiceStatus, 'active'> {
  const active = publishedBy(ledger);
  if (active === undefined || !isRecorded) return {};
  return {
    active: {
      podName: active.name,
      podUID: active.uid,
      ...(holder === undefined ? {} : { podIPs: holder.ips }),
      ...(holder?.nodeName === undefined ? {} : { nodeName: holder.nodeName }),
      ...(ledger.electedMs === undefined ? {} : { electedTime: toMicroTime(ledger.electedMs) }),
    },
  };
}

function standbysOf({ step, ledger }: Outcome): number {
  const active = publishedBy(ledger)?.uid;
  return step.candidates.filter(({ eligible, pod }) => eligible && pod.metadata.uid !== active).length;
}

function toCandidateStatus(candidate: Outcome['step']['candidates'][number]): CandidateStatus {
  const { pod, eligible, reason, priority } = candidate;
  return { podName: pod.metadata.name, eligible, reason, ...(priority === undefined ? {} : { priority }) };
}

function pendingOf({ step: { pending } }: Outcome): PendingFailover | undefined {
  if (pending === undefined) return undefined;
  const { cause, detectedMs, deadlineMs, to } = pending;
  const isTimed = deadlineMs !== undefined;
  return {
    cause,
    detectedTime: toMicroTime(detectedMs),
    ...(isTimed
      ? { deadline: toMicroTime(deadlineMs), delayMilliseconds: Math.max(0, Math.round(deadlineMs - detectedMs)) }
      : {}),
    ...(to === undefined ? {} : { toPod: to.name }),
  };
}

function preemptionOf({ step: { preemption } }: Outcome): PendingPreemption | undefined {
  if (preemption === undefined) return undefined;
  const { pod, sinceMs, deadlineMs } = preemption;
  return {
    podName: pod.name,
    podUID: pod.uid,
    eligibleTime: toMicroTime(sinceMs),
    deadline: toMicroTime(deadlineMs),
  };
}

/** Latest first, each transition once. */
function nextHistory(
  history: readonly Transition[],
  transitions: readonly PublishedTransition[],
): readonly Transition[] {
  const all = transitions
    .map(toTransition)
    .reduce(
      (known, entry) => (known.some((other) => isSameTransition(other, entry)) ? known : [entry, ...known]),
      history,
    );
  return all.toSorted(compareTransitions).slice(0, MAX_HISTORY);
}

/** Orders by term, not by time of report: a transition may be reported late, as by a second operator. */
function compareTransitions(a: Transition, b: Transition): number {
  return b.term - a.term || Number(a.toPod !== undefined) - Number(b.toPod !== undefined);
}

type TransitionName = Pick<Transition, 'term' | 'toPod'>;

/** Term and new pod identify a transition: a term is elected once and emptied at most once. */
export function isSameTransition(a: TransitionName, b: TransitionName): boolean {
  return a.term === b.term && a.toPod === b.toPod;
}

export function toTransition(transition: PublishedTransition): Transition {
  const { term, cause, from, to, detectedMs, electedMs, publishedMs } = transition;
  const durationMs = detectedMs === undefined || publishedMs === undefined ? undefined : publishedMs - detectedMs;
  return {
    term,
    cause,
    ...(from === undefined ? {} : { fromPod: from.name }),
    ...(to === undefined ? {} : { toPod: to.name }),
    ...(detectedMs === undefined ? {} : { detectedTime: toMicroTime(detectedMs) }),
    ...(electedMs === undefined ? {} : { electedTime: toMicroTime(electedMs) }),
    ...(publishedMs === undefined ? {} : { publishedTime: toMicroTime(publishedMs) }),
    ...(durationMs === undefined ? {} : { durationMilliseconds: Math.max(0, Math.round(durationMs)) }),
  };
}
