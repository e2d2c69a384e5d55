// Requests, draining, and the pod that is deleted after them.
import { isPlanned } from '../../src/api/causes.ts';
import { eligibleSlots, isEligible, isPast } from './facts.ts';
import { slotOf } from './identity.ts';
import { electionOf, ledgersOf, publishedSlot, type Law } from './law.ts';
import { requestCarriedOut, type Reconcile } from './reconcile.ts';
import { isLost, isNodeFailed } from './reasons.ts';
import type { Slot } from './state.ts';
import { handledBy } from './statusWords.ts';
import { nodeOf, priorityOf } from './views.ts';

export const handoverLaws: readonly Law[] = [
  { name: 'a request is carried out once at most, and only if it is in the spec', isBroken: isCarriedOutAgain },
  { name: 'a request is carried out for the pod that it names, and when it is due', isBroken: isCarriedOutWrongly },
  { name: 'the ledger records the request that it carries out', isBroken: isRequestUnrecorded },
  { name: 'the reported outcome of a request is true', isBroken: isMisreported },
  { name: 'a drain lasts until there is nothing to wait for', isBroken: isDrainCutShort },
  { name: 'a drain ends with the target, else the next best, else the drained pod', isBroken: isWrongDrainSuccessor },
  { name: 'a pod is deleted after a planned change only', isBroken: isWronglyDemoted },
];

function recordOf({ done1, done2 }: Reconcile['state'], requestID: string): Reconcile['state']['done1'] {
  return requestID === 'r1' ? done1 : done2;
}

function isCarriedOutAgain({ state, step }: Reconcile): boolean {
  if (step.transition?.cause !== 'Switchover' || state.intent === 'Draining') return false;
  const moved = requestCarriedOut(state, step);
  return moved === 'none' || recordOf(state, moved) !== 'no' || handledBy(state).includes(moved);
}

function isCarriedOutWrongly({ state, step, scenario }: Reconcile): boolean {
  const moved = requestCarriedOut(state, step);
  if (moved === 'none') return false;
  const wanted = scenario.requests[moved];
  const { intent, target, holder } = step.ledger;
  const next = intent === 'Draining' ? target : holder;
  const isEarly = scenario.isScheduled && moved === 'r1' && state.isDue === 'no';
  return isEarly || (wanted !== undefined && next?.name !== wanted);
}

function isRequestUnrecorded({ state, step }: Reconcile): boolean {
  const moved = requestCarriedOut(state, step);
  return moved !== 'none' && step.ledger.requestID !== moved;
}

function isMisreported({ step: { switchover }, written }: Reconcile): boolean {
  if (switchover === undefined) return false;
  const { requestID, reason } = switchover;
  const record = recordOf(written, requestID);
  if (reason === 'Moved' || reason === 'MovedElsewhere' || reason === 'TargetLost') return record === 'no';
  return reason !== 'HandledBefore' && reason !== 'Draining' && record === 'moved';
}

function isDrainCutShort(reconcile: Reconcile): boolean {
  const { state, scenario } = reconcile;
  if (state.intent !== 'Draining' || reconcile.step.ledger.intent === 'Draining') return false;
  return isWaitWorthwhile(state, scenario);
}

/** The drain has time left, the old pod serves, and another pod will take over. */
export function isWaitWorthwhile(state: Reconcile['state'], scenario: Reconcile['scenario']): boolean {
  const slot = slotOf(state.holder);
  const isTime = !isPast(state.drain, scenario.policy.drainTimeoutMs);
  if (slot === undefined || !isTime || !isReady(state[slot]) || isLost(state) || isNodeFailed(state, slot, scenario)) {
    return false;
  }
  return eligibleSlots(state, scenario).some((other) => other !== slot && isAhead(state, other, scenario));
}

/** A preemption waits for a pod of higher priority only, which is not one on a node of last choice. */
function isAhead(state: Reconcile['state'], other: Slot, scenario: Reconcile['scenario']): boolean {
  const old = slotOf(state.holder);
  if (state.cause !== 'Preemption' || old === undefined || !isEligible(state, old, scenario)) return true;
  const isHigher = priorityOf(state, other) === 'high' && priorityOf(state, old) !== 'high';
  return isHigher && nodeOf(state, other) === 'Healthy';
}

function isReady(fact: Reconcile['state']['a']): boolean {
  return !['absent', 'starting', 'notReady', 'leavingNotReady', 'failed'].includes(fact);
}

function isWrongDrainSuccessor(reconcile: Reconcile): boolean {
  const { state, scenario } = reconcile;
  if (state.intent !== 'Draining' || reconcile.step.transition === undefined) return false;
  const target = slotOf(state.target);
  const drainSuccessor = publishedSlot(reconcile);
  const isTargetThere = target !== undefined && isEligible(state, target, scenario);
  if (isTargetThere && isAhead(state, target, scenario)) return drainSuccessor !== target;
  const hasOthers = eligibleSlots(state, scenario).some(
    (other) => other !== state.holder && isAhead(state, other, scenario),
  );
  return hasOthers === (drainSuccessor === state.holder);
}

function isWronglyDemoted(reconcile: Reconcile): boolean {
  const { before, after } = ledgersOf(reconcile);
  const cause = electionOf(reconcile);
  if (cause === undefined) return after.demote && !before.demote;
  const isMeant = reconcile.scenario.policy.demotedPod === 'Delete' && isPlanned(cause) && before.intent !== 'Empty';
  return after.demote !== isMeant || (after.demote && after.from?.uid !== before.holder?.uid);
}
