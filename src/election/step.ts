// One step of the election: from an observation to a decision. Pure: the same input gives the same output,
// and a step on its own result decides nothing new.
import type { Phase } from '../api/phases.ts';
import type { Cause } from '../api/causes.ts';
import type { Candidate } from './candidate.ts';
import { draftOf, type Draft } from './draft.ts';
import type { Impairment } from './impairment.ts';
import { publishedBy, type Ledger } from './ledger.ts';
import { rules } from './machine.ts';
import { runToFixpoint } from './matcher.ts';
import type { Memory, PendingFailover } from './memory.ts';
import type { Observation } from './observation.ts';
import { dueMonotonicMs } from './pending.ts';
import type { PodIdentity } from './podView.ts';

/** A change of who is published; `to` is undefined when nobody is any more. */
export interface Transition {
  readonly term: number;
  readonly cause: Cause;
  readonly from: PodIdentity | undefined;
  readonly to: PodIdentity | undefined;
  /** Milliseconds since the epoch. */
  readonly detectedMs: number | undefined;
  readonly electedMs: number | undefined;
}

export interface Step {
  readonly phase: Phase;
  readonly ledger: Ledger;
  readonly transition: Transition | undefined;
  readonly candidates: readonly Candidate[];
  /** Of the pod that is published after the step. */
  readonly impairment: Impairment | undefined;
  readonly pending: PendingFailover | undefined;
  /** Monotonic time of the next step if nothing happens before. */
  readonly requeueAtMonotonicMs: number | undefined;
  readonly memory: Memory;
  readonly fired: readonly string[];
}

export function step(observation: Observation): Step {
  const draft = draftOf(observation);
  runToFixpoint(rules, observation, draft);
  const isUnchanged = draft.ledger === observation.ledger;
  // Nothing is pending while hands are off: with the end of a pause everything is judged anew.
  const pending = isUnchanged && draft.phase !== 'Paused' ? draft.pending : undefined;
  return {
    phase: draft.phase,
    ledger: draft.ledger,
    transition: isUnchanged ? undefined : transitionOf(draft.ledger),
    candidates: draft.candidates,
    impairment: isUnchanged ? draft.impairment : undefined,
    pending,
    requeueAtMonotonicMs: nextDeadline(draft, pending, observation.now.monotonicMs),
    memory: { settling: draft.settling, pending },
    fired: draft.fired,
  };
}

/** The last change that a ledger records; undefined before the first election. */
export function transitionOf(ledger: Ledger): Transition | undefined {
  const { term, cause, from, detectedMs, electedMs } = ledger;
  return cause && { term, cause, from, to: publishedBy(ledger), detectedMs, electedMs };
}

function nextDeadline(
  { settling }: Draft,
  pending: PendingFailover | undefined,
  nowMonotonicMs: number,
): number | undefined {
  const settlings = Object.values(settling).map(({ dueMonotonicMs: due }) => due);
  const deadlines = pending?.cause === 'PodNotReady' ? [...settlings, dueMonotonicMs(pending)] : settlings;
  const future = deadlines.filter((deadline) => deadline > nowMonotonicMs);
  return future.length === 0 ? undefined : Math.min(...future);
}
