// Converts the election state into the words of a state and back.
import type { ElectionState, PodTimer } from '../../src/election/electionState.ts';
import { podOf, wordOf } from './identity.ts';
import { toRequestID } from './ledgerWords.ts';
import { lengths } from './scenario.ts';
import { slots, type Identity, type State } from './state.ts';
import { timerOf, toTimerWord, type TimerWord } from './timerWord.ts';
import { present, settlingOf, withSettling } from './views.ts';

export function electionStateOf(state: State): ElectionState {
  const settling = slots.map((slot) => [
    present[slot].metadata.uid,
    timerOf(settlingOf(state, slot), lengths.minReadyMs),
  ]);
  return {
    settling: Object.fromEntries(settling.filter(([, timer]) => timer !== undefined)),
    pending: pendingOf(state),
    cooldown: timerOf(state.cooldown, lengths.cooldownMs),
    preemption: podTimer(state.better, state.preemption, lengths.preemptionDelayMs),
    drain: timerOf(state.drain, lengths.drainTimeoutMs),
    answered: answerOf(state),
  };
}

function podTimer(of: Identity, word: TimerWord, lengthMs: number): PodTimer | undefined {
  const uid = podOf(of)?.uid;
  const timer = timerOf(word, lengthMs);
  return uid === undefined || timer === undefined ? undefined : { uid, ...timer };
}

function pendingOf(state: State): ElectionState['pending'] {
  const timer = podTimer(state.pendingOf, state.pending, lengths.delayMs);
  return timer && { ...timer, isNotReady: state.pendingNotReady === 'yes' };
}

function answerOf({ answered, answer }: State): ElectionState['answered'] {
  if (answered === 'none') return undefined;
  return { requestID: answered, reason: answer, podName: undefined, candidateReason: undefined };
}

export function electionStateWords({ pending, preemption, answered }: ElectionState): Partial<State> {
  return {
    pendingOf: wordOf(pending?.uid),
    pending: pending === undefined ? 'none' : toTimerWord(pending, lengths.delayMs),
    pendingNotReady: pending?.isNotReady === true ? 'yes' : 'no',
    better: wordOf(preemption?.uid),
    preemption: preemption === undefined ? 'none' : toTimerWord(preemption, lengths.preemptionDelayMs),
    answered: toRequestID(answered?.requestID),
    answer: answered?.reason ?? 'Moved',
  };
}

/** Whether a pod has been ready for long enough, now that the process may remember since when. */
export function settlingWords(state: State, { settling }: ElectionState): Partial<State> {
  const words = slots.map((slot) => {
    const { uid } = present[slot].metadata;
    const word = settlingOf(state, slot);
    const timer = settling[uid];
    return withSettling(slot, word === 'none' || timer === undefined ? word : toTimerWord(timer, lengths.minReadyMs));
  });
  return Object.assign({}, ...words);
}
