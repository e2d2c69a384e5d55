// One reconcile of the operator over a state, and all its possible outcomes.
import type { Ledger } from '../../src/election/ledger.ts';
import { step, type Step } from '../../src/election/step.ts';
import { wordOf } from './identity.ts';
import { lagOf, ledgerWords } from './ledgerWords.ts';
import { electionStateWords, settlingWords } from './electionStateWords.ts';
import type { Move } from './moves.ts';
import type { Scenario } from './scenario.ts';
import { sightOf, type Sight } from './sight.ts';
import type { State } from './state.ts';
import { statusWords } from './statusWords.ts';

export interface Reconcile {
  readonly state: State;
  readonly scenario: Scenario;
  readonly sight: Sight;
  readonly step: Step;
  /** The slice has to be written. A write that is refused changes nothing, and neither does one that never arrives. */
  readonly isWriting: boolean;
  /** The state after the write of the slice, before the status update. */
  readonly written: State;
  /** The state after the status update. */
  readonly reported: State;
}

export function reconcileOnce(state: State, scenario: Scenario): Reconcile {
  const sight = sightOf(state, scenario);
  const decided = step(sight.input);
  const isWriting = isChange(decided.ledger, sight.input.ledger) || isRepair(state);
  const written = writtenState(state, decided, scenario);
  const reported = { ...written, ...statusWords(state, decided), ...termWords(written, decided) };
  return { state, scenario, sight, step: decided, isWriting, written, reported };
}

/** A term is reported once the slice records it. */
function termWords({ slice, lag, reportedHolder }: State, { ledger }: Step): Partial<State> {
  return slice === 'own' ? { lag: 'none', reportedHolder: wordOf(ledger.holder?.uid) } : { lag, reportedHolder };
}

function isChange(after: Ledger, before: Ledger): boolean {
  return after !== before;
}

/** Nothing is repaired while paused. */
function isRepair({ slice, paused }: State): boolean {
  return slice !== 'own' && slice !== 'none' && paused === 'no';
}

export function* outcomesOf(reconcile: Reconcile): Generator<Move> {
  const { isWriting, written, reported } = reconcile;
  yield { name: 'a reconcile with a status update', state: reported };
  yield { name: 'a reconcile without a status update', state: written };
  if (isWriting) yield { name: 'a reconcile whose response is lost', state: afterLostResponse(reconcile) };
}

function writtenState(state: State, decided: Step, { policy }: Scenario): State {
  const { ledger, electionState } = decided;
  const kept = { ...state, ...electionStateWords(electionState), ...settlingWords(state, electionState) };
  const isLeft = state.slice !== 'own' && state.paused === 'yes' && decided.transition === undefined;
  if (isLeft) return { ...kept, process: state.process === 'knowing' ? 'knowing' : 'doubting' };
  return {
    ...kept,
    ...recorded(state, decided),
    ...ledgerWords(ledger, electionState, policy.cooldownMs),
    process: 'knowing',
  };
}

/** The slice is written, but the process does not know of it: it remembers what it did before. */
function afterLostResponse({ state, scenario, sight, step: decided }: Reconcile): State {
  const { ledger } = decided;
  const { electionState } = sight.input;
  return {
    ...state,
    ...recorded(state, decided),
    ...ledgerWords(ledger, electionState, scenario.policy.cooldownMs),
    process: state.process === 'knowing' ? 'doubting' : state.process,
  };
}

function recorded(state: State, decided: Step): Partial<State> {
  const { ledger, transition } = decided;
  const word = transition?.cause === 'Initial' ? 'refused' : 'moved';
  const carriedOut = word === 'refused' ? state.request : requestCarriedOut(state, decided);
  return {
    ...(ledger.holder === undefined ? {} : lagOf(state, ledger.term)),
    ...(carriedOut === 'r1' ? { done1: word } : {}),
    ...(carriedOut === 'r2' ? { done2: word } : {}),
  };
}

/** The request that this step begins to carry out; the election after a drain completes one. */
export function requestCarriedOut({ intent, request }: State, { transition }: Step): State['request'] {
  return transition?.cause === 'Switchover' && intent !== 'Draining' ? request : 'none';
}
