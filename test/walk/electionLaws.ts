// Terms, and who may be elected.
import { isAutomatic } from '../../src/api/causes.ts';
import { step as decide } from '../../src/election/step.ts';
import { eligibleSlots, isEligible, rankOf } from './facts.ts';
import { electionOf, isRenewal, ledgersOf, publishedSlot, type Law } from './law.ts';
import type { Reconcile } from './reconcile.ts';
import { isDead } from './reasons.ts';
import { NOW } from './timerWord.ts';
import { nodeOf } from './views.ts';

export const electionLaws: readonly Law[] = [
  {
    name: 'a term never decreases',
    isBroken: (reconcile) => ledgersOf(reconcile).after.term < ledgersOf(reconcile).before.term,
  },
  { name: 'a term names one pod', isBroken: isTermShared },
  { name: 'each election takes a term of its own', isBroken: isTermKept },
  { name: 'only an eligible pod is elected', isBroken: isIneligibleElected },
  { name: 'the best of all is elected', isBroken: isBetterPassedOver },
  { name: 'no pod on an unreachable node is elected during a hold', isBroken: isElectedOnUnreachableNode },
  { name: 'no pod is elected while the status is far behind', isBroken: isElectedWhileBlocked },
  { name: 'while paused only dead pods are withdrawn', isBroken: isTouched },
  { name: 'automatic elections, and no others, begin the cooldown', isBroken: isCooldownWrong },
  { name: 'the ledger is read as it was written', isBroken: isMisread },
  { name: 'the order of the pods does not matter', isBroken: isOrderRelevant },
];

function isTermShared(reconcile: Reconcile): boolean {
  const { before, after } = ledgersOf(reconcile);
  return before.holder?.uid !== after.holder?.uid && after.term <= before.term;
}

function isTermKept(reconcile: Reconcile): boolean {
  const { before, after } = ledgersOf(reconcile);
  const cause = electionOf(reconcile);
  return cause !== undefined && cause !== 'LedgerRestored' && after.term <= before.term;
}

function isIneligibleElected(reconcile: Reconcile): boolean {
  const cause = electionOf(reconcile);
  // A drained pod may become active again although it would not be elected.
  if (cause === undefined || cause === 'HandoverAborted') return false;
  const slot = publishedSlot(reconcile);
  if (slot === undefined) return true;
  const { before, after } = ledgersOf(reconcile);
  if (isRenewal(cause)) return before.holder?.uid !== after.holder?.uid || reconcile.state[slot] === 'failed';
  return !isEligible(reconcile.state, slot, reconcile.scenario);
}

function isBetterPassedOver(reconcile: Reconcile): boolean {
  const cause = electionOf(reconcile);
  const slot = publishedSlot(reconcile);
  const isChosen = cause === 'Switchover' || isRenewal(cause) || reconcile.state.intent === 'Draining';
  if (cause === undefined || slot === undefined || isChosen) return false;
  const { state, scenario } = reconcile;
  return eligibleSlots(state, scenario).some((other) => rankOf(state, other, scenario) > rankOf(state, slot, scenario));
}

function isElectedOnUnreachableNode(reconcile: Reconcile): boolean {
  const slot = publishedSlot(reconcile);
  const cause = electionOf(reconcile);
  // A drained pod may become active again on its node.
  if (cause === undefined || cause === 'HandoverAborted' || isRenewal(cause) || slot === undefined) return false;
  return reconcile.state.hold === 'yes' && nodeOf(reconcile.state, slot) === 'Unreachable';
}

function isElectedWhileBlocked(reconcile: Reconcile): boolean {
  const { before, after } = ledgersOf(reconcile);
  return reconcile.sight.resolution.electionsBlocked && after.term > before.term;
}

function isTouched(reconcile: Reconcile): boolean {
  const { state, step } = reconcile;
  const { before } = ledgersOf(reconcile);
  if (state.paused === 'no' || step.transition === undefined || before.intent === 'Draining') return false;
  return step.transition.cause !== 'AddressWithdrawn' || !isDead(state);
}

function isCooldownWrong(reconcile: Reconcile): boolean {
  const { before, after } = ledgersOf(reconcile);
  const cause = electionOf(reconcile);
  const expected = cause !== undefined && isAutomatic(cause) ? NOW.wallMs : before.automaticMs;
  return after.automaticMs !== expected;
}

function isMisread({ sight: { ledger, resolution }, state }: Reconcile): boolean {
  if (state.slice === 'lost' || state.slice === 'none') return false;
  return resolution.isDamaged || JSON.stringify(ledger) !== JSON.stringify(resolution.ledger);
}

function isOrderRelevant({ sight: { input }, step }: Reconcile): boolean {
  const { ledger, requeueAtMonotonicMs } = decide({ ...input, pods: input.pods.toReversed() });
  return requeueAtMonotonicMs !== step.requeueAtMonotonicMs || JSON.stringify(ledger) !== JSON.stringify(step.ledger);
}
