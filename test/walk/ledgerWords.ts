// The ledger, in the words of a state and back.
import { type Ledger, emptyLedger } from '../../src/election/ledger.ts';
import type { ElectionState } from '../../src/election/electionState.ts';
import { podOf, wordOf } from './identity.ts';
import { lengths } from './scenario.ts';
import { ledgerCauses, requestIDs, type RequestID, type State } from './state.ts';
import { NOW, sinceOf, toKnownWord, type TimerWord } from './timerWord.ts';

/** The term in the status, if it has one; the ledger's term is this plus a distance. */
const REPORTED_TERM = 500;
const FAR = 99;

const distances: Readonly<Record<State['lag'], number>> = {
  unwritten: 1,
  'unwritten and held': FAR,
  none: REPORTED_TERM,
  behind: REPORTED_TERM + 1,
  held: REPORTED_TERM + FAR,
};

/** The ledger in the slice, or the one that a missing slice had. */
export function ledgerOf(state: State): Ledger {
  if (state.holder === 'none') return emptyLedger;
  const { intent, drain, requestID, demoted } = state;
  const electedMs = intent === 'Draining' ? sinceOf(drain, lengths.drainTimeoutMs) : NOW.wallMs;
  return {
    ...emptyLedger,
    term: distances[state.lag],
    holder: podOf(state.holder),
    intent,
    cause: state.cause,
    from: podOf(demoted),
    electedMs,
    automaticMs: beginning(state.cooldown, lengths.cooldownMs),
    requestID: requestID === 'none' ? undefined : requestID,
    target: podOf(state.target),
    drainDeadlineMs: intent === 'Draining' ? electedMs + lengths.drainTimeoutMs : undefined,
    demote: demoted !== 'none',
  };
}

function beginning(word: TimerWord, lengthMs: number): number | undefined {
  return word === 'none' ? undefined : sinceOf(word, lengthMs);
}

export function reportedTermOf({ lag }: State): number | undefined {
  return lag.startsWith('unwritten') ? undefined : REPORTED_TERM;
}

export function ledgerWords(ledger: Ledger, electionState: ElectionState, cooldownMs: number): Partial<State> {
  const { holder, intent, automaticMs, electedMs, target, demote, from } = ledger;
  const isDraining = intent === 'Draining';
  const automatic = cooldownMs === 0 ? undefined : automaticMs;
  return {
    slice: holder === undefined ? 'none' : 'own',
    intent,
    holder: wordOf(holder?.uid),
    cause: ledgerCauses.find((cause) => cause === ledger.cause) ?? 'PodDeleted',
    requestID: toRequestID(ledger.requestID),
    cooldown: toKnownWord(automatic, electionState.cooldown, lengths.cooldownMs),
    drain: isDraining ? toKnownWord(electedMs, electionState.drain, lengths.drainTimeoutMs) : 'none',
    target: wordOf(target?.uid),
    demoted: demote ? wordOf(from?.uid) : 'none',
  };
}

export function toRequestID(requestID: string | undefined): RequestID {
  return requestIDs.find((known) => known === requestID) ?? 'none';
}

/** How far the status is behind the term now. */
export function lagOf(state: State, term: number): Pick<State, 'lag'> {
  const reported = reportedTermOf(state);
  const ahead = term - (reported ?? 0);
  if (reported === undefined) return { lag: ahead < FAR ? 'unwritten' : 'unwritten and held' };
  if (ahead === 0) return { lag: 'none' };
  return { lag: ahead < FAR ? 'behind' : 'held' };
}
