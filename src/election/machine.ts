// The state machine of the election.
// docs/election.md shows it as a diagram, which is generated from these rules.
import type { Candidate } from './candidate.ts';
import type { Cause } from '../api/causes.ts';
import type { Draft } from './draft.ts';
import {
  canConfirmHolder,
  canReplace,
  canReturnToHolder,
  canTakeOver,
  hasSuccessor,
  isAbandoned,
  isImpaired,
  isPublishedAddressStale,
  isPaused,
  isRequested,
  isAnyPodSettling,
  mustDrain,
  mustMove,
} from './guards.ts';
import { drainSuccessor, isDrainedPod } from './drainSuccessor.ts';
import { abandoned, draining, elected, emptied } from './ledgerChange.ts';
import type { Rules } from './matcher.ts';
import type { ElectionInput } from './electionInput.ts';
import { plannedChoice, reasonToMove, successor, type Choice } from './successor.ts';

/** Does nothing when there is no pod to elect. */
function elect(input: ElectionInput, draft: Draft, choice: Choice | undefined): void {
  if (choice !== undefined) draft.ledger = elected(input, draft, choice);
}

function because(cause: Cause, candidate: Candidate | undefined): Choice | undefined {
  return candidate && { candidate, cause };
}

function electFirst(input: ElectionInput, draft: Draft): void {
  const cause = draft.ledger.term === 0 ? 'Initial' : 'CandidateAvailable';
  elect(input, draft, because(cause, successor(input, draft)));
}

function electRequested(input: ElectionInput, draft: Draft): void {
  elect(input, draft, because('Switchover', draft.switchover.target));
}

/** Re-elects the recorded holder. A restored term belongs to it already and is kept; otherwise it gets a new one. */
function reelectHolder(input: ElectionInput, draft: Draft): void {
  const { term, holder } = draft.ledger;
  const cause = input.renewal;
  if (cause === undefined) return;
  const candidate = draft.candidates.find(({ pod }) => pod.metadata.uid === holder?.uid);
  elect(input, draft, because(cause, candidate));
  if (cause === 'LedgerRestored') draft.ledger = { ...draft.ledger, term };
}

function replace(input: ElectionInput, draft: Draft): void {
  elect(input, draft, plannedChoice(input, draft));
}

function drain(input: ElectionInput, draft: Draft): void {
  const choice = plannedChoice(input, draft);
  if (choice !== undefined) draft.ledger = draining(input, draft, choice);
}

function takeOver(input: ElectionInput, draft: Draft): void {
  const candidate = drainSuccessor(draft);
  if (candidate === undefined) return;
  const { cause = 'Switchover' } = draft.ledger;
  elect(input, draft, { candidate, cause: isDrainedPod(draft, candidate) ? 'HandoverAborted' : cause });
}

function abandon(_: ElectionInput, draft: Draft): void {
  draft.ledger = abandoned(draft);
}

function electSuccessor(input: ElectionInput, draft: Draft): void {
  elect(input, draft, because(causeOf(input, draft), successor(input, draft)));
}

function empty(input: ElectionInput, draft: Draft): void {
  draft.ledger = emptied(input, draft, causeOf(input, draft));
}

function causeOf(input: ElectionInput, draft: Draft): Cause {
  return reasonToMove(input, draft)?.cause ?? 'PodDeleted';
}

function withdraw(input: ElectionInput, draft: Draft): void {
  draft.ledger = emptied(input, draft, 'AddressWithdrawn');
}

/**
 * Guarantees:
 * - Each step starts in Active, Draining or Vacant, as the ledger says, and ends in the phase that the status
 *   shows.
 * - The first rule whose guard holds fires; a rule that changes the publication changes the whole ledger at once.
 * - Every election uses a new term, except the re-election of the holder of a restored ledger.
 */
export const rules: Rules = {
  Vacant: [
    { name: 'pause vacant', when: isPaused, to: 'Paused' },
    { name: 'elect the recorded holder again', when: canReturnToHolder, to: 'Active', update: reelectHolder },
    { name: 'elect the switchover target', when: isRequested, to: 'Active', update: electRequested },
    { name: 'elect', when: hasSuccessor, to: 'Active', update: electFirst },
    { name: 'wait for a settling pod', when: isAnyPodSettling, to: 'Electing' },
  ],
  Electing: [],
  Active: [
    { name: 'pause', when: isPaused, to: 'Paused' },
    { name: 'confirm the recorded holder', when: canConfirmHolder, to: 'Active', update: reelectHolder },
    { name: 'suspect', when: isImpaired, to: 'Suspect' },
    { name: 'drain the active', when: mustDrain, to: 'Draining', update: drain },
    { name: 'hand over', when: canReplace, to: 'Active', update: replace },
  ],
  Suspect: [
    { name: 'drain the suspect', when: mustDrain, to: 'Draining', update: drain },
    { name: 'hand over from the suspect', when: canReplace, to: 'Active', update: replace },
    { name: 'give up the active', when: mustMove, to: 'FailingOver' },
  ],
  Draining: [
    { name: 'take over', when: canTakeOver, to: 'Active', update: takeOver },
    { name: 'abandon the handover', when: isAbandoned, to: 'Vacant', update: abandon },
  ],
  FailingOver: [
    { name: 'fail over', when: hasSuccessor, to: 'Active', update: electSuccessor },
    { name: 'empty and wait for a settling pod', when: isAnyPodSettling, to: 'Electing', update: empty },
    { name: 'empty', when: () => true, to: 'Vacant', update: empty },
  ],
  Paused: [{ name: 'withdraw', when: isPublishedAddressStale, to: 'Paused', update: withdraw }],
};
