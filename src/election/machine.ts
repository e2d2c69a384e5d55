// The election. Each step starts in Active, Draining or Vacant, as the ledger says, and ends in the phase that status
// shows. A rule that changes who is published changes the whole ledger at once: there are no half-made changes.
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
  isListingStranger,
  isPaused,
  isRequested,
  isSomebodySettling,
  mustDrain,
  mustMove,
} from './guards.ts';
import { heir, isDrainedPod } from './heir.ts';
import { abandoned, draining, elected, emptied } from './ledgerChange.ts';
import type { Rules } from './matcher.ts';
import type { Observation } from './observation.ts';
import { plannedChoice, reasonToMove, successor, type Choice } from './successor.ts';

/** Nobody is elected where nobody can be. */
function elect(observation: Observation, draft: Draft, choice: Choice | undefined): void {
  if (choice !== undefined) draft.ledger = elected(observation, draft, choice);
}

function because(cause: Cause, candidate: Candidate | undefined): Choice | undefined {
  return candidate && { candidate, cause };
}

function electFirst(observation: Observation, draft: Draft): void {
  const cause = draft.ledger.term === 0 ? 'Initial' : 'CandidateAvailable';
  elect(observation, draft, because(cause, successor(observation, draft)));
}

function electRequested(observation: Observation, draft: Draft): void {
  elect(observation, draft, because('Switchover', draft.switchover.target));
}

/** A restored record has a term that no other pod can have; that of an adopted one was another object's. */
function electHolderAnew(observation: Observation, draft: Draft): void {
  const { term, holder } = draft.ledger;
  const cause = observation.renewal;
  if (cause === undefined) return;
  const candidate = draft.candidates.find(({ pod }) => pod.metadata.uid === holder?.uid);
  elect(observation, draft, because(cause, candidate));
  if (cause === 'LedgerRestored') draft.ledger = { ...draft.ledger, term };
}

function replace(observation: Observation, draft: Draft): void {
  elect(observation, draft, plannedChoice(observation, draft));
}

function drain(observation: Observation, draft: Draft): void {
  const choice = plannedChoice(observation, draft);
  if (choice !== undefined) draft.ledger = draining(observation, draft, choice);
}

function takeOver(observation: Observation, draft: Draft): void {
  const candidate = heir(draft);
  if (candidate === undefined) return;
  const { cause = 'Switchover' } = draft.ledger;
  elect(observation, draft, { candidate, cause: isDrainedPod(draft, candidate) ? 'HandoverAborted' : cause });
}

function abandon(_: Observation, draft: Draft): void {
  draft.ledger = abandoned(draft);
}

function electSuccessor(observation: Observation, draft: Draft): void {
  elect(observation, draft, because(causeOf(observation, draft), successor(observation, draft)));
}

function empty(observation: Observation, draft: Draft): void {
  draft.ledger = emptied(observation, draft, causeOf(observation, draft));
}

function causeOf(observation: Observation, draft: Draft): Cause {
  return reasonToMove(observation, draft)?.cause ?? 'PodDeleted';
}

function withdraw(observation: Observation, draft: Draft): void {
  draft.ledger = emptied(observation, draft, 'AddressWithdrawn');
}

export const rules: Rules = {
  Vacant: [
    { name: 'pause vacant', when: isPaused, to: 'Paused' },
    { name: 'elect the recorded holder anew', when: canReturnToHolder, to: 'Active', update: electHolderAnew },
    { name: 'elect whom the switchover asks for', when: isRequested, to: 'Active', update: electRequested },
    { name: 'elect', when: hasSuccessor, to: 'Active', update: electFirst },
    { name: 'wait for a settling pod', when: isSomebodySettling, to: 'Electing' },
  ],
  Electing: [],
  Active: [
    { name: 'pause', when: isPaused, to: 'Paused' },
    { name: 'confirm the recorded holder', when: canConfirmHolder, to: 'Active', update: electHolderAnew },
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
    { name: 'give up draining', when: isAbandoned, to: 'Vacant', update: abandon },
  ],
  FailingOver: [
    { name: 'fail over', when: hasSuccessor, to: 'Active', update: electSuccessor },
    { name: 'empty and wait for a settling pod', when: isSomebodySettling, to: 'Electing', update: empty },
    { name: 'empty', when: () => true, to: 'Vacant', update: empty },
  ],
  Paused: [{ name: 'withdraw', when: isListingStranger, to: 'Paused', update: withdraw }],
};
