// Why an active must or may be replaced, derived from a state alone.
import { slotOf } from './identity.ts';
import { isEligible, isFenced, isPast } from './facts.ts';
import type { Scenario } from './scenario.ts';
import type { PodFact, Slot, State } from './state.ts';
import { nodeOf, priorityOf } from './views.ts';

/** A pod in such a state is never kept. */
export function isLost(state: State): boolean {
  const slot = slotOf(state.holder);
  const lost: readonly PodFact[] = ['absent', 'starting', 'failed', 'unselected', 'addressless', 'portless'];
  return slot === undefined || lost.includes(state[slot]) || isFenced(state, slot);
}

/** It is gone or ended: another pod may get its address, which counts even while paused. */
export function isDead(state: State): boolean {
  const slot = slotOf(state.holder);
  return slot === undefined || ['absent', 'starting', 'failed', 'addressless'].includes(state[slot]);
}

/** The pod or its node has failed, and no delay or hold tolerates that any more. */
export function isFailed(state: State, scenario: Scenario): boolean {
  const slot = slotOf(state.holder);
  if (slot === undefined) return true;
  if (state[slot] === 'leaving' || state[slot] === 'leavingNotReady') return true;
  return isNodeFailed(state, slot, scenario) || isNotReadyForLong(state, slot, scenario);
}

export function isNodeFailed(state: State, slot: Slot, { policy }: Scenario): boolean {
  const node = nodeOf(state, slot);
  const isSure = node === 'OutOfService' || node === 'Deleted';
  const isBad = isSure || (state.hold === 'no' && (node === 'NotReady' || node === 'Unreachable'));
  return isBad && policy.nodeFailure === 'Immediate' && policy.mode === 'Automatic';
}

function isNotReadyForLong(state: State, slot: Slot, { policy }: Scenario): boolean {
  if (state[slot] !== 'notReady' || policy.mode === 'Manual') return false;
  if (state.hold === 'yes' && nodeOf(state, slot) === 'Unreachable') return false;
  const isCool = state.cooldown === 'none' || isPast(state.cooldown, policy.cooldownMs);
  return isCool && isPast(impairedFor(state), policy.delayMs);
}

/** How long it has been not ready, as the process remembers, or as a new one reads in the status. */
function impairedFor(state: State): State['pending'] {
  if (state.pendingOf === state.holder) return state.pendingNotReady === 'yes' ? state.pending : 'none';
  const isReported = state.process === 'new' && state.lag === 'none';
  return isReported && state.reportedNotReady === 'yes' ? state.reportedFailover : 'none';
}

/** A terminating pod serves until its containers end, unless its node has failed as well. */
export function isServingOut(state: State, scenario: Scenario): boolean {
  const slot = slotOf(state.holder);
  return slot !== undefined && state[slot] === 'leaving' && !isNodeFailed(state, slot, scenario);
}

export function isWithdrawn(state: State): boolean {
  const slot = slotOf(state.holder);
  return slot !== undefined && priorityOf(state, slot) === 'zero';
}

/** This pod has been better for long enough. */
export function isSurpassedBy(slot: Slot, state: State, scenario: Scenario): boolean {
  const { policy } = scenario;
  const active = slotOf(state.holder);
  if (policy.preemption === 'Never' || state.cause === 'Switchover' || active === undefined) return false;
  const isHigher = priorityOf(state, slot) === 'high' && priorityOf(state, active) === 'normal';
  const isGood = isEligible(state, slot, scenario) && nodeOf(state, slot) === 'Healthy';
  return isHigher && isGood && isPast(betterFor(state, slot), policy.preemptionDelayMs);
}

function betterFor(state: State, slot: Slot): State['preemption'] {
  if (state.better === slot) return state.preemption;
  const isReported = state.process === 'new' && state.lag === 'none' && state.reportedBetter === slot;
  return isReported ? state.reportedPreemption : 'none';
}

/** The pod is ready, and its node is healthy. */
export function isServingWell(state: State, scenario: Scenario): boolean {
  const slot = slotOf(state.holder);
  if (slot === undefined || isLost(state) || isWithdrawn(state)) return false;
  const node = nodeOf(state, slot);
  const isNodeGood = node === 'Healthy' || node === 'Cordoned' || scenario.policy.nodeFailure === 'PodReadiness';
  return state[slot] === 'ready' && isNodeGood;
}
