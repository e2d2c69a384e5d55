// The guards of the state machine: when each rule applies.
import { isUnchanged, type Draft } from './draft.ts';
import { drainSuccessor, isDrained } from './drainSuccessor.ts';
import type { Rule } from './matcher.ts';
import type { ElectionInput } from './electionInput.ts';
import { plannedChoice, reasonToMove, successor } from './successor.ts';

export type Guard = Rule['when'];

export const isPaused: Guard = ({ policy }) => policy.paused;

const isRenewable: Guard = (input, draft) => input.renewal !== undefined && isUnchanged(input, draft);

/** Judges the pod that was published when the step began; one that was elected in this step is healthy. */
export const isImpaired: Guard = (input, draft) => draft.impairments.length > 0 && isUnchanged(input, draft);

export const canConfirmHolder: Guard = (...step) => isRenewable(...step) && !isImpaired(...step);

export const canReturnToHolder: Guard = (...step) => isRenewable(...step) && isHolderEligible(step[1]);

function isHolderEligible({ ledger, candidates }: Draft): boolean {
  return candidates.some(({ eligible, pod }) => eligible && pod.metadata.uid === ledger.holder?.uid);
}

export const isPublishedAddressStale: Guard = (input, draft) =>
  draft.ledger.intent === 'Serving' && isUnchanged(input, draft) && !input.isListingAlive;

export const isAnyPodSettling: Guard = (_, { candidates }) => candidates.some(({ reason }) => reason === 'Settling');

export const hasSuccessor: Guard = (input, draft) => successor(input, draft) !== undefined;

export const isRequested: Guard = (input, draft) => draft.switchover.target !== undefined && isUnchanged(input, draft);

export const mustMove: Guard = (input, draft) => reasonToMove(input, draft) !== undefined;

const isPlanned: Guard = (input, draft) => isUnchanged(input, draft) && plannedChoice(input, draft) !== undefined;

export const mustDrain: Guard = (...step) => isPlanned(...step) && canDrain(...step);

export const canReplace: Guard = (...step) => isPlanned(...step) && !canDrain(...step);

/** Only a healthy active, or one whose priority was withdrawn, is drained: an impaired one is replaced at once. */
function canDrain({ policy }: ElectionInput, { impairments }: Draft): boolean {
  return policy.strategy === 'BreakBeforeMake' && impairments.every(({ urgency }) => urgency === 'handover');
}

/** False in the step that begins the drain: that step is published first. */
const isDrainOver: Guard = (input, draft) =>
  isUnchanged(input, draft) && !input.electionsBlocked && isDrained(input, draft);

export const canTakeOver: Guard = (...step) => isDrainOver(...step) && drainSuccessor(step[1]) !== undefined;

export const isAbandoned: Guard = (...step) => isDrainOver(...step) && drainSuccessor(step[1]) === undefined;
