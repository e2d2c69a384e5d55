// Which pods may be active, derived from a state alone: an independent check of what the machine decides.
import type { Scenario } from './scenario.ts';
import { slots, type Slot, type State } from './state.ts';
import { isOver, type TimerWord } from './timerWord.ts';
import { nodeOf, priorityOf, revisionOf, settlingOf } from './views.ts';

export function isFenced({ fence }: State, slot: Slot): boolean {
  return fence.includes(slot) && fence !== 'none';
}

export function isEligible(state: State, slot: Slot, { policy }: Scenario): boolean {
  const isRanked = priorityOf(state, slot) === 'high' || priorityOf(state, slot) === 'normal';
  const isSettled = policy.minReadyMs === 0 || isOver(settlingOf(state, slot));
  const isSound = state[slot] === 'ready' && isSettled && isRanked && !isFenced(state, slot);
  return isSound && isPlaced(state, slot, policy.nodeFailure);
}

function isPlaced(state: State, slot: Slot, nodeFailure: string): boolean {
  const node = nodeOf(state, slot);
  if (node === 'Healthy' || node === 'Cordoned') return true;
  return nodeFailure === 'PodReadiness' && !(node === 'Unreachable' && state.hold === 'yes');
}

export function eligibleSlots(state: State, scenario: Scenario): readonly Slot[] {
  return slots.filter((slot) => isEligible(state, slot, scenario));
}

/** A pod on a bad node comes last; among equals of that a better one first, and then one of the newest revision. */
export function rankOf(state: State, slot: Slot, { policy }: Scenario): number {
  const isLast = nodeOf(state, slot) !== 'Healthy';
  const isHigh = policy.order === 'Priority' && priorityOf(state, slot) === 'high';
  return (isLast ? 0 : 4) + (isHigh ? 2 : 0) + (isNewest(state, slot) ? 1 : 0);
}

/** Where one pod that is selected has no revision, no other has either. */
function isNewest(state: State, slot: Slot): boolean {
  const selected = slots.filter((each) => state[each] !== 'absent' && state[each] !== 'unselected');
  return revisionOf(state, slot) === 'new' && selected.every((each) => revisionOf(state, each) !== 'none');
}

/** The best first; the longest ready first among equals. */
export function rankedSlots(state: State, scenario: Scenario): readonly Slot[] {
  return eligibleSlots(state, scenario).toSorted((a, b) => rankOf(state, b, scenario) - rankOf(state, a, scenario));
}

/** A timer that does not run has no length. */
export function isPast(word: TimerWord, lengthMs: number): boolean {
  return lengthMs === 0 || isOver(word);
}
