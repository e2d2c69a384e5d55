// Who takes over, and why? Nobody while elections are held.
import type { Cause } from '../api/causes.ts';
import type { Candidate } from './candidate.ts';
import type { Draft } from './draft.ts';
import type { Impairment } from './impairment.ts';
import type { Observation } from './observation.ts';

export interface Choice {
  readonly candidate: Candidate;
  readonly cause: Cause;
}

export function successor({ electionsHeld }: Observation, { candidates }: Draft): Candidate | undefined {
  return electionsHeld ? undefined : candidates.find(({ eligible }) => eligible);
}

/** Whoever may take over while the active still serves: the one that was asked for, or that is better. */
export function plannedChoice(observation: Observation, draft: Draft): Choice | undefined {
  const { switchover, impairments } = draft;
  if (switchover.target !== undefined) return { candidate: switchover.target, cause: 'Switchover' };
  const next = successor(observation, draft);
  if (next === undefined) return undefined;
  if (impairments.some(({ urgency }) => urgency === 'handover')) return { candidate: next, cause: 'PriorityWithdrawn' };
  return impairments.length === 0 ? preempting(observation, draft) : undefined;
}

function preempting({ now }: Observation, { preemption }: Draft): Choice | undefined {
  if (preemption === undefined || preemption.dueMonotonicMs > now.monotonicMs) return undefined;
  return { candidate: preemption.candidate, cause: 'Preemption' };
}

/** What the active cannot stay for; undefined while it may. */
export function reasonToMove(observation: Observation, draft: Draft): Impairment | undefined {
  const isOver = (draft.failover?.dueMonotonicMs ?? Infinity) <= observation.now.monotonicMs;
  return draft.impairments.find((impairment) => {
    switch (impairment.urgency) {
      case 'now':
        return !isKept(impairment, observation, draft);
      case 'whenReplaced':
        return successor(observation, draft) !== undefined;
      case 'afterDelay':
        return isOver && !isKept(impairment, observation, draft);
      case 'handover':
      case 'onRequest':
      case 'held':
        return false;
    }
  });
}

/** `KeepLast` prefers an impaired pod to none, as long as it is the selected, living one; so does a held election. */
function isKept({ keepable }: Impairment, observation: Observation, draft: Draft): boolean {
  const isWanted = observation.policy.noCandidate === 'KeepLast' || observation.electionsHeld;
  return isWanted && keepable && successor(observation, draft) === undefined;
}
