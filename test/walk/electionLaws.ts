// Terms, and who may be elected.
import { isAutomatic } from '../../src/api/causes.ts';
import { step as decide } from '../../src/election/step.ts';
import { eligibleSlots, isEligible, rankOf } from './facts.ts';
import { electionOf, isRenewal, ledgersOf, publishedSlot, type Law } from './law.ts';
import type { Pass } from './pass.ts';
import { isDead } from './reasons.ts';
import { NOW } from './timerWord.ts';
import { nodeOf } from './views.ts';

export const electionLaws: readonly Law[] = [
  { name: 'a term never falls', isBroken: (pass) => ledgersOf(pass).after.term < ledgersOf(pass).before.term },
  { name: 'a term names one pod', isBroken: isTermShared },
  { name: 'each election takes a term of its own', isBroken: isTermKept },
  { name: 'only an eligible pod is elected', isBroken: isIneligibleElected },
  { name: 'the best of all is elected', isBroken: isBetterPassedOver },
  { name: 'nobody goes to an unreachable node during a hold', isBroken: isSentIntoTheDark },
  { name: 'nobody is elected while the status is far behind', isBroken: isElectedWhileHeld },
  { name: 'hands off means that only what is dead is withdrawn', isBroken: isTouched },
  { name: 'automatic elections, and no others, begin the cooldown', isBroken: isCooldownWrong },
  { name: 'the ledger is read as it was written', isBroken: isMisread },
  { name: 'it does not matter in which order pods are told', isBroken: isOrderRelevant },
];

function isTermShared(pass: Pass): boolean {
  const { before, after } = ledgersOf(pass);
  return before.holder?.uid !== after.holder?.uid && after.term <= before.term;
}

function isTermKept(pass: Pass): boolean {
  const { before, after } = ledgersOf(pass);
  const cause = electionOf(pass);
  return cause !== undefined && cause !== 'LedgerRestored' && after.term <= before.term;
}

function isIneligibleElected(pass: Pass): boolean {
  const cause = electionOf(pass);
  // A drained pod may go on that would not be elected anew.
  if (cause === undefined || cause === 'HandoverAborted') return false;
  const slot = publishedSlot(pass);
  if (slot === undefined) return true;
  const { before, after } = ledgersOf(pass);
  if (isRenewal(cause)) return before.holder?.uid !== after.holder?.uid || pass.state[slot] === 'failed';
  return !isEligible(pass.state, slot, pass.scenario);
}

function isBetterPassedOver(pass: Pass): boolean {
  const cause = electionOf(pass);
  const slot = publishedSlot(pass);
  const isChosen = cause === 'Switchover' || isRenewal(cause) || pass.state.intent === 'Draining';
  if (cause === undefined || slot === undefined || isChosen) return false;
  const { state, scenario } = pass;
  return eligibleSlots(state, scenario).some((other) => rankOf(state, other, scenario) > rankOf(state, slot, scenario));
}

function isSentIntoTheDark(pass: Pass): boolean {
  const slot = publishedSlot(pass);
  const cause = electionOf(pass);
  // A drained pod goes on where it is.
  if (cause === undefined || cause === 'HandoverAborted' || isRenewal(cause) || slot === undefined) return false;
  return pass.state.hold === 'yes' && nodeOf(pass.state, slot) === 'Unreachable';
}

function isElectedWhileHeld(pass: Pass): boolean {
  const { before, after } = ledgersOf(pass);
  return pass.sight.resolution.electionsHeld && after.term > before.term;
}

function isTouched(pass: Pass): boolean {
  const { state, step } = pass;
  const { before } = ledgersOf(pass);
  if (state.paused === 'no' || step.transition === undefined || before.intent === 'Draining') return false;
  return step.transition.cause !== 'AddressWithdrawn' || !isDead(state);
}

function isCooldownWrong(pass: Pass): boolean {
  const { before, after } = ledgersOf(pass);
  const cause = electionOf(pass);
  const expected = cause !== undefined && isAutomatic(cause) ? NOW.wallMs : before.automaticMs;
  return after.automaticMs !== expected;
}

function isMisread({ sight: { ledger, resolution }, state }: Pass): boolean {
  if (state.slice === 'lost' || state.slice === 'none') return false;
  return resolution.isDamaged || JSON.stringify(ledger) !== JSON.stringify(resolution.ledger);
}

function isOrderRelevant({ sight: { observation }, step }: Pass): boolean {
  const { ledger, requeueAtMonotonicMs } = decide({ ...observation, pods: observation.pods.toReversed() });
  return requeueAtMonotonicMs !== step.requeueAtMonotonicMs || JSON.stringify(ledger) !== JSON.stringify(step.ledger);
}
