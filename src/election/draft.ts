// The working copy of one step: starts as the observed state, ends as the decision, and never leaves the step.
import type { Phase } from '../api/phases.ts';
import { nextDrain, type Drain } from './draining.ts';
import { toCandidate, type Candidate } from './candidate.ts';
import { nextFailoverTimer, type FailoverTimer } from './failoverTimer.ts';
import { impairmentsOf, type Impairment } from './impairment.ts';
import type { Ledger } from './ledger.ts';
import type { ElectionState } from './electionState.ts';
import type { ElectionInput } from './electionInput.ts';
import { nextPreemption, type Preemption } from './preemption.ts';
import { ranking } from './ranking.ts';
import { isSettled, nextSettling } from './settling.ts';
import { judge, type Judgement } from './switchover.ts';

export interface Draft {
  phase: Phase;
  ledger: Ledger;
  hops: number;
  /** Names of the rules that fired, in order. */
  readonly fired: string[];
  readonly candidates: readonly Candidate[];
  readonly settling: ElectionState['settling'];
  /** Of the pod that was published or drained when the step began; empty when it is healthy. */
  readonly impairments: readonly Impairment[];
  readonly failover: FailoverTimer | undefined;
  readonly preemption: Preemption | undefined;
  readonly drain: Drain | undefined;
  readonly switchover: Judgement;
}

export function draftOf(input: ElectionInput): Draft {
  const { ledger, pods, policy, now } = input;
  const settling = nextSettling(input);
  const settled = (uid: string) => isSettled(settling[uid], policy.minReadyMs, now);
  const impairments = ledger.intent === 'Empty' ? [] : impairmentsOf(input);
  const candidates = pods
    .map((pod) => toCandidate(pod, input, settled(pod.metadata.uid)))
    .toSorted(ranking(policy, pods));
  return {
    phase: rehydratedPhase(input),
    ledger,
    hops: 0,
    fired: [],
    candidates,
    settling,
    impairments,
    failover: nextFailoverTimer(input, impairments),
    preemption: nextPreemption(input, candidates),
    drain: nextDrain(ledger, input),
    switchover: judge(input, candidates),
  };
}

/** The phase in which the machine starts. It follows from the ledger: the phase in status is output only. */
function rehydratedPhase({ ledger: { intent } }: ElectionInput): Phase {
  if (intent === 'Serving') return 'Active';
  return intent === 'Draining' ? 'Draining' : 'Vacant';
}

/** Nothing is decided yet: the publication is the one with which the step began. */
export function isUnchanged({ ledger }: ElectionInput, draft: Draft): boolean {
  return draft.ledger === ledger;
}

/** Timers may be pending. None is while paused: they start again when the pause ends. */
export function isWaiting(input: ElectionInput, draft: Draft): boolean {
  return isUnchanged(input, draft) && draft.phase !== 'Paused';
}
