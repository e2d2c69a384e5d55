// When an active may be replaced, and when it must be.
import type { Cause } from '../../src/api/causes.ts';
import { rankedSlots } from './facts.ts';
import { slotOf, wordOf } from './identity.ts';
import { ledgersOf, publishedSlot, wasServing, type Law } from './law.ts';
import type { Reconcile } from './reconcile.ts';
import { isDead, isFailed, isLost, isServingOut, isServingWell, isSurpassedBy, isWithdrawn } from './reasons.ts';

export const activeLaws: readonly Law[] = [
  { name: 'an active is replaced only for a reason', isBroken: isLeftForNothing },
  { name: 'an active that must be replaced does not stay', isBroken: isKeptForNothing },
  { name: 'KeepLast keeps each pod that can be kept', isBroken: isKeepableEmptied },
  { name: 'a lost pod does not stay published', isBroken: isLostPublished },
  { name: 'a healthy active is drained when the spec says so', isBroken: isDrainSkipped },
  { name: 'only a serving pod is drained', isBroken: isDrainedInVain },
  { name: 'the phase is Active exactly when the active serves well', isBroken: isPhaseWrong },
];

function isLeftForNothing(reconcile: Reconcile): boolean {
  const { transition } = reconcile.step;
  return wasServing(reconcile) && transition !== undefined && !isJustified(transition.cause, reconcile);
}

function isJustified(cause: Cause, reconcile: Reconcile): boolean {
  const { state, scenario } = reconcile;
  if (cause === 'Switchover') return state.request !== 'none';
  if (cause === 'PriorityWithdrawn') return isWithdrawn(state);
  if (cause === 'Preemption') return isPreemptionDue(reconcile);
  return cause === 'AddressWithdrawn' ? isDead(state) : isLost(state) || isFailed(state, scenario);
}

function isPreemptionDue({ state, scenario, step: { ledger } }: Reconcile): boolean {
  const next = slotOf(wordOf((ledger.intent === 'Draining' ? ledger.target : ledger.holder)?.uid));
  return next !== undefined && isSurpassedBy(next, state, scenario) && isServingWell(state, scenario);
}

/** In the first reconcile that can know of it, so that no timer restarts with each reconcile. */
function isKeptForNothing(reconcile: Reconcile): boolean {
  const { state, scenario, step, sight } = reconcile;
  const isBlocked = sight.resolution.electionsBlocked || state.paused === 'yes';
  if (isBlocked || !wasServing(reconcile) || step.transition !== undefined) return false;
  const [best] = rankedSlots(state, scenario).filter((slot) => slot !== state.holder);
  const isFailing = isFailed(state, scenario);
  if (best === undefined) return scenario.policy.noCandidate === 'Empty' && isFailing && !isServingOut(state, scenario);
  return isFailing || isWithdrawn(state) || (isSurpassedBy(best, state, scenario) && isServingWell(state, scenario));
}

function isKeepableEmptied(reconcile: Reconcile): boolean {
  const { state, scenario, sight } = reconcile;
  const isKeeping = scenario.policy.noCandidate === 'KeepLast' || sight.resolution.electionsBlocked;
  return isKeeping && wasServing(reconcile) && reconcile.step.ledger.intent === 'Empty' && !isLost(state);
}

function isLostPublished(reconcile: Reconcile): boolean {
  const { state, step } = reconcile;
  if (step.transition !== undefined || step.ledger.intent !== 'Serving' || !wasServing(reconcile)) return false;
  return state.paused === 'yes' ? isDead(state) : isLost(state);
}

function isDrainSkipped(reconcile: Reconcile): boolean {
  const { state, scenario, step } = reconcile;
  if (scenario.policy.strategy === 'Replace') return step.ledger.intent === 'Draining';
  return wasServing(reconcile) && isServingWell(state, scenario) && step.transition?.to !== undefined;
}

function isDrainedInVain(reconcile: Reconcile): boolean {
  const slot = slotOf(reconcile.state.holder);
  const begins = wasServing(reconcile) && ledgersOf(reconcile).after.intent === 'Draining';
  return begins && (slot === undefined || reconcile.state[slot] !== 'ready');
}

function isPhaseWrong(reconcile: Reconcile): boolean {
  const { state, scenario, step } = reconcile;
  const isSame = wasServing(reconcile) && step.transition === undefined && publishedSlot(reconcile) !== undefined;
  if (!isSame || state.paused === 'yes') return false;
  return isServingWell(state, scenario) !== (step.phase === 'Active');
}
