// One step of the election: from an input to a decision.
import type { Phase } from '../api/phases.ts';
import type { Candidate } from './candidate.ts';
import { draftOf, isUnchanged, isWaiting } from './draft.ts';
import type { Impairment } from './impairment.ts';
import type { Ledger } from './ledger.ts';
import { rules } from './machine.ts';
import { runToFixpoint } from './matcher.ts';
import type { ElectionState } from './electionState.ts';
import { electionStateAfter } from './electionStateAfter.ts';
import type { ElectionInput } from './electionInput.ts';
import { pendingFailover, pendingPreemption, type ExpectedFailover, type ExpectedPreemption } from './pending.ts';
import { requeueAt } from './requeue.ts';
import { verdictAfter } from './switchover.ts';
import type { SwitchoverVerdict } from './switchoverRequest.ts';
import { isSamePublication, transitionOf, type LedgerTransition } from './transition.ts';

export interface Step {
  readonly phase: Phase;
  readonly ledger: Ledger;
  readonly transition: LedgerTransition | undefined;
  readonly candidates: readonly Candidate[];
  /** The most urgent one of the pod that is published after the step; undefined when that pod is healthy. */
  readonly impairment: Impairment | undefined;
  readonly pending: ExpectedFailover | undefined;
  readonly preemption: ExpectedPreemption | undefined;
  /** The answer to spec.switchover; undefined when the status has it already. */
  readonly switchover: SwitchoverVerdict | undefined;
  /** Monotonic time in milliseconds of the next step if nothing changes before; undefined: only on a change. */
  readonly requeueAtMonotonicMs: number | undefined;
  readonly electionState: ElectionState;
  readonly fired: readonly string[];
}

/**
 * Guarantees:
 * - Pure: the same input gives the same output; time is a part of the input.
 * - Idempotent: a step on its own result decides nothing new.
 * - A term is never lowered, and never given to a second pod UID.
 * - No pod is elected while `electionsBlocked`, except the recorded holder in a renewal.
 * Caveats:
 * - A decision counts only once the ledger is written; the caller must not act on it before.
 */
export function step(input: ElectionInput): Step {
  const draft = draftOf(input);
  runToFixpoint(rules, input, draft);
  const { phase, ledger, candidates, fired } = draft;
  const verdict = verdictAfter(ledger, draft.switchover, input);
  return {
    phase,
    ledger,
    transition: isSamePublication(ledger, input.ledger) ? undefined : transitionOf(ledger),
    candidates,
    impairment: isUnchanged(input, draft) && ledger.intent === 'Serving' ? draft.impairments[0] : undefined,
    pending: isWaiting(input, draft) ? pendingFailover(input, draft) : undefined,
    preemption: isWaiting(input, draft) ? pendingPreemption(input, draft) : undefined,
    switchover: verdict,
    requeueAtMonotonicMs: requeueAt(input, draft),
    electionState: electionStateAfter(input, draft, verdict),
    fired,
  };
}
