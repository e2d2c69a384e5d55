// The election. Each step starts in Active or Vacant, as the ledger says, and ends in the phase that status
// shows. A rule that changes who is published changes the whole ledger at once: there are no half-made changes.
//
//   Active ──▶ Suspect ──▶ FailingOver ──▶ Active | Electing | Vacant
//   Vacant ──▶ Active | Electing                 Active, Vacant ──▶ Paused
import type { Cause } from '../api/causes.ts';
import type { Candidate } from './candidate.ts';
import type { Draft } from './draft.ts';
import { publishedBy } from './ledger.ts';
import type { Rule, Rules } from './matcher.ts';
import type { Observation } from './observation.ts';
import { dueMonotonicMs } from './pending.ts';
import { identityOf } from './podView.ts';

type Guard = Rule['when'];

const isPaused: Guard = ({ policy }) => policy.paused;
const isServing: Guard = (_, draft) => draft.ledger.intent === 'Serving';
const isRenewable: Guard = (observation, draft) =>
  observation.renewal !== undefined && draft.ledger === observation.ledger;
/** The impairment is of the pod that was published when the step began; one elected since then has none. */
const isImpaired: Guard = (observation, draft) => draft.impairment !== undefined && draft.ledger === observation.ledger;
const canConfirmHolder: Guard = (...step) => isRenewable(...step) && !isImpaired(...step);
const canReturnToHolder: Guard = (...step) => isRenewable(...step) && eligibleHolder(step[1]) !== undefined;
const isListingStranger: Guard = (...step) => isServing(...step) && !step[0].isListingAlive;
const isSomebodySettling: Guard = (_, { candidates }) => candidates.some(({ reason }) => reason === 'Settling');
const hasSuccessor: Guard = (observation, draft) => successor(observation, draft) !== undefined;

/** `KeepLast` prefers an impaired pod to none, as long as it is the selected, living one; so does a held election. */
const isKept: Guard = (observation, draft) =>
  (observation.policy.noCandidate === 'KeepLast' || observation.electionsHeld) &&
  draft.impairment?.keepable === true &&
  !hasSuccessor(observation, draft);

const mustMove: Guard = (observation, draft) => {
  switch (draft.impairment?.urgency) {
    case 'now':
      return !isKept(observation, draft);
    case 'whenReplaced':
      return hasSuccessor(observation, draft);
    case 'afterDelay':
      return isDelayOver(observation, draft) && !isKept(observation, draft);
    case undefined:
      return false;
  }
};

const isDelayOver: Guard = ({ now }, { pending }) =>
  pending !== undefined && dueMonotonicMs(pending) <= now.monotonicMs;

function successor({ electionsHeld }: Observation, { candidates }: Draft): Candidate | undefined {
  return electionsHeld ? undefined : candidates.find(({ eligible }) => eligible);
}

function eligibleHolder({ ledger, candidates }: Draft): Candidate | undefined {
  return candidates.find(({ eligible, pod }) => eligible && pod.metadata.uid === ledger.holder?.uid);
}

function elect(observation: Observation, draft: Draft, choice: { candidate: Candidate; cause: Cause }): void {
  const { ledger, pending } = draft;
  draft.ledger = {
    term: Math.max(ledger.term, observation.termFloor) + 1,
    holder: identityOf(choice.candidate.pod),
    intent: 'Serving',
    cause: choice.cause,
    from: publishedBy(ledger),
    detectedMs: pending?.detectedMs ?? observation.noticedMs,
    electedMs: observation.now.wallMs,
  };
}

function electSuccessor(observation: Observation, draft: Draft): void {
  const candidate = successor(observation, draft);
  if (candidate !== undefined) elect(observation, draft, { candidate, cause: draft.cause });
}

/** A restored record has a term that no other pod can have; that of an adopted one was another object's. */
function electHolderAnew(observation: Observation, draft: Draft): void {
  const { term, holder } = draft.ledger;
  const candidate = draft.candidates.find(({ pod }) => pod.metadata.uid === holder?.uid);
  const cause = observation.renewal;
  if (candidate === undefined || cause === undefined) return;
  elect(observation, draft, { candidate, cause });
  if (cause === 'LedgerRestored') draft.ledger = { ...draft.ledger, term };
}

function empty(observation: Observation, draft: Draft): void {
  emptyBecause(draft.cause, observation, draft);
}

function withdraw(observation: Observation, draft: Draft): void {
  emptyBecause('AddressWithdrawn', observation, draft);
}

/** Emptying keeps the term and its holder: the term changes only with an election. */
function emptyBecause(cause: Cause, observation: Observation, draft: Draft): void {
  const { ledger, pending } = draft;
  draft.ledger = {
    ...ledger,
    intent: 'Empty',
    cause,
    from: publishedBy(ledger),
    detectedMs: pending?.detectedMs ?? observation.noticedMs,
    electedMs: observation.now.wallMs,
  };
}

export const rules: Rules = {
  Vacant: [
    { name: 'pause vacant', when: isPaused, to: 'Paused' },
    { name: 'elect the recorded holder anew', when: canReturnToHolder, to: 'Active', update: electHolderAnew },
    { name: 'elect', when: hasSuccessor, to: 'Active', update: electSuccessor },
    { name: 'wait for a settling pod', when: isSomebodySettling, to: 'Electing' },
  ],
  Electing: [],
  Active: [
    { name: 'pause', when: isPaused, to: 'Paused' },
    { name: 'confirm the recorded holder', when: canConfirmHolder, to: 'Active', update: electHolderAnew },
    { name: 'suspect', when: isImpaired, to: 'Suspect' },
  ],
  Suspect: [{ name: 'give up the active', when: mustMove, to: 'FailingOver' }],
  FailingOver: [
    { name: 'fail over', when: hasSuccessor, to: 'Active', update: electSuccessor },
    { name: 'empty and wait for a settling pod', when: isSomebodySettling, to: 'Electing', update: empty },
    { name: 'empty', when: () => true, to: 'Vacant', update: empty },
  ],
  Paused: [{ name: 'withdraw', when: isListingStranger, to: 'Paused', update: withdraw }],
};
