// When does a rule of the machine apply? Each guard reads as the words of the design.
import { isUnchanged, type Draft } from './draft.ts';
import { heir, isDrained } from './heir.ts';
import type { Rule } from './matcher.ts';
import type { Observation } from './observation.ts';
import { plannedChoice, reasonToMove, successor } from './successor.ts';

export type Guard = Rule['when'];

export const isPaused: Guard = ({ policy }) => policy.paused;

const isRenewable: Guard = (observation, draft) => observation.renewal !== undefined && isUnchanged(observation, draft);

/** What is judged is who was published when the step began; one elected since then is as it should be. */
export const isImpaired: Guard = (observation, draft) =>
  draft.impairments.length > 0 && isUnchanged(observation, draft);

export const canConfirmHolder: Guard = (...step) => isRenewable(...step) && !isImpaired(...step);

export const canReturnToHolder: Guard = (...step) => isRenewable(...step) && isHolderEligible(step[1]);

function isHolderEligible({ ledger, candidates }: Draft): boolean {
  return candidates.some(({ eligible, pod }) => eligible && pod.metadata.uid === ledger.holder?.uid);
}

export const isListingStranger: Guard = (observation, draft) =>
  draft.ledger.intent === 'Serving' && isUnchanged(observation, draft) && !observation.isListingAlive;

export const isSomebodySettling: Guard = (_, { candidates }) => candidates.some(({ reason }) => reason === 'Settling');

export const hasSuccessor: Guard = (observation, draft) => successor(observation, draft) !== undefined;

export const isRequested: Guard = (observation, draft) =>
  draft.switchover.target !== undefined && isUnchanged(observation, draft);

export const mustMove: Guard = (observation, draft) => reasonToMove(observation, draft) !== undefined;

const isPlanned: Guard = (observation, draft) =>
  isUnchanged(observation, draft) && plannedChoice(observation, draft) !== undefined;

export const mustDrain: Guard = (...step) => isPlanned(...step) && canDrain(...step);

export const canReplace: Guard = (...step) => isPlanned(...step) && !canDrain(...step);

/** An active that does not serve as it should has nothing that is worth waiting for. */
function canDrain({ policy }: Observation, { impairments }: Draft): boolean {
  return policy.strategy === 'BreakBeforeMake' && impairments.every(({ urgency }) => urgency === 'handover');
}

/** Not in the step that has begun to drain: that is published first. */
const isDrainOver: Guard = (observation, draft) =>
  isUnchanged(observation, draft) && !observation.electionsHeld && isDrained(observation, draft);

export const canTakeOver: Guard = (...step) => isDrainOver(...step) && heir(step[1]) !== undefined;

export const isAbandoned: Guard = (...step) => isDrainOver(...step) && heir(step[1]) === undefined;
