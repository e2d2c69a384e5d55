// When an active may be left, and when it must be.
import type { Cause } from '../../src/api/causes.ts';
import { rankedSlots } from './facts.ts';
import { slotOf, wordOf } from './identity.ts';
import { ledgersOf, publishedSlot, wasServing, type Law } from './law.ts';
import type { Pass } from './pass.ts';
import { isDead, isFailed, isLost, isServingOut, isServingWell, isSurpassedBy, isWithdrawn } from './reasons.ts';

export const activeLaws: readonly Law[] = [
  { name: 'an active is left only for a reason', isBroken: isLeftForNothing },
  { name: 'nobody stays who must be left', isBroken: isKeptForNothing },
  { name: 'KeepLast keeps whoever can be kept', isBroken: isKeepableEmptied },
  { name: 'nobody stays published who is lost', isBroken: isLostPublished },
  { name: 'who serves well is drained where the spec says so', isBroken: isDrainSkipped },
  { name: 'only who serves is drained', isBroken: isDrainedInVain },
  { name: 'the phase tells whether the active serves', isBroken: isPhaseWrong },
];

function isLeftForNothing(pass: Pass): boolean {
  const { transition } = pass.step;
  return wasServing(pass) && transition !== undefined && !isJustified(transition.cause, pass);
}

function isJustified(cause: Cause, pass: Pass): boolean {
  const { state, scenario } = pass;
  if (cause === 'Switchover') return state.request !== 'none';
  if (cause === 'PriorityWithdrawn') return isWithdrawn(state);
  if (cause === 'Preemption') return isPreemptionDue(pass);
  return cause === 'AddressWithdrawn' ? isDead(state) : isLost(state) || isFailed(state, scenario);
}

function isPreemptionDue({ state, scenario, step: { ledger } }: Pass): boolean {
  const next = slotOf(wordOf((ledger.intent === 'Draining' ? ledger.target : ledger.holder)?.uid));
  return next !== undefined && isSurpassedBy(next, state, scenario) && isServingWell(state, scenario);
}

/** In the first pass that can know of it, so that no timer begins anew each time that somebody looks. */
function isKeptForNothing(pass: Pass): boolean {
  const { state, scenario, step, sight } = pass;
  const isHeld = sight.resolution.electionsHeld || state.paused === 'yes';
  if (isHeld || !wasServing(pass) || step.transition !== undefined) return false;
  const [best] = rankedSlots(state, scenario).filter((slot) => slot !== state.holder);
  const isFailing = isFailed(state, scenario);
  if (best === undefined) return scenario.policy.noCandidate === 'Empty' && isFailing && !isServingOut(state, scenario);
  return isFailing || isWithdrawn(state) || (isSurpassedBy(best, state, scenario) && isServingWell(state, scenario));
}

function isKeepableEmptied(pass: Pass): boolean {
  const { state, scenario, sight } = pass;
  const isKeeping = scenario.policy.noCandidate === 'KeepLast' || sight.resolution.electionsHeld;
  return isKeeping && wasServing(pass) && pass.step.ledger.intent === 'Empty' && !isLost(state);
}

function isLostPublished(pass: Pass): boolean {
  const { state, step } = pass;
  if (step.transition !== undefined || step.ledger.intent !== 'Serving' || !wasServing(pass)) return false;
  return state.paused === 'yes' ? isDead(state) : isLost(state);
}

function isDrainSkipped(pass: Pass): boolean {
  const { state, scenario, step } = pass;
  if (scenario.policy.strategy === 'Replace') return step.ledger.intent === 'Draining';
  return wasServing(pass) && isServingWell(state, scenario) && step.transition?.to !== undefined;
}

function isDrainedInVain(pass: Pass): boolean {
  const slot = slotOf(pass.state.holder);
  const begins = wasServing(pass) && ledgersOf(pass).after.intent === 'Draining';
  return begins && (slot === undefined || pass.state[slot] !== 'ready');
}

function isPhaseWrong(pass: Pass): boolean {
  const { state, scenario, step } = pass;
  const isSame = wasServing(pass) && step.transition === undefined && publishedSlot(pass) !== undefined;
  if (!isSame || state.paused === 'yes') return false;
  return isServingWell(state, scenario) !== (step.phase === 'Active');
}
