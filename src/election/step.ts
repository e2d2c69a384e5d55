// One step of the election: from an input to a decision. Pure: the same input gives the same output,
// and a step on its own result decides nothing new.
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
  /** Of the pod that is published after the step, the most urgent; undefined when it serves as it should. */
  readonly impairment: Impairment | undefined;
  readonly pending: ExpectedFailover | undefined;
  readonly preemption: ExpectedPreemption | undefined;
  /** What is to be said of spec.switchover; undefined when the status says it already. */
  readonly switchover: SwitchoverVerdict | undefined;
  /** Monotonic time of the next step if nothing happens before. */
  readonly requeueAtMonotonicMs: number | undefined;
  readonly electionState: ElectionState;
  readonly fired: readonly string[];
}

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
