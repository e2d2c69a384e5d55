// Chooses the pod that takes over, and the cause. While elections are blocked there is no successor.
import type { Cause } from '../api/causes.ts';
import type { Candidate } from './candidate.ts';
import type { Draft } from './draft.ts';
import type { Impairment } from './impairment.ts';
import type { ElectionInput } from './electionInput.ts';

export interface Choice {
  readonly candidate: Candidate;
  readonly cause: Cause;
}

export function successor({ electionsBlocked }: ElectionInput, { candidates }: Draft): Candidate | undefined {
  return electionsBlocked ? undefined : candidates.find(({ eligible }) => eligible);
}

/** The pod that may take over while the active still serves: the requested one, or a better one. */
export function plannedChoice(input: ElectionInput, draft: Draft): Choice | undefined {
  const { switchover, impairments } = draft;
  if (switchover.target !== undefined) return { candidate: switchover.target, cause: 'Switchover' };
  const next = successor(input, draft);
  if (next === undefined) return undefined;
  if (impairments.some(({ urgency }) => urgency === 'handover')) return { candidate: next, cause: 'PriorityWithdrawn' };
  return impairments.length === 0 ? preempting(input, draft) : undefined;
}

function preempting({ now }: ElectionInput, { preemption }: Draft): Choice | undefined {
  if (preemption === undefined || preemption.dueMonotonicMs > now.monotonicMs) return undefined;
  return { candidate: preemption.candidate, cause: 'Preemption' };
}

/** The impairment for which the active must go; undefined while it may stay. */
export function reasonToMove(input: ElectionInput, draft: Draft): Impairment | undefined {
  const isOver = (draft.failover?.dueMonotonicMs ?? Infinity) <= input.now.monotonicMs;
  return draft.impairments.find((impairment) => {
    switch (impairment.urgency) {
      case 'now':
        return !isKept(impairment, input, draft);
      case 'whenReplaced':
        return successor(input, draft) !== undefined;
      case 'afterDelay':
        return isOver && !isKept(impairment, input, draft);
      case 'handover':
      case 'onRequest':
      case 'held':
        return false;
    }
  });
}

/** With `KeepLast`, or while elections are blocked, a keepable impaired pod stays when there is no successor. */
function isKept({ keepable }: Impairment, input: ElectionInput, draft: Draft): boolean {
  const isWanted = input.policy.noCandidate === 'KeepLast' || input.electionsBlocked;
  return isWanted && keepable && successor(input, draft) === undefined;
}
