// The changes that can happen to a state between two decisions.
import { slotOf, withoutPod } from './identity.ts';
import type { Scenario } from './scenario.ts';
import { noElectionState, requestIDs, slots, type Field, type PodFact, type Slot, type State } from './state.ts';
import { clockBack, clockForward, forgetting, passing, type TimerWord } from './timerWord.ts';
import { priorityOf, revisionOf, settlingOf, withPriority, withRevision, withSettling } from './views.ts';

export interface Move {
  readonly name: string;
  readonly state: State;
  /** Nothing but time has passed. */
  readonly isTime?: boolean;
}

export function* movesOf(state: State, scenario: Scenario): Generator<Move> {
  yield* podMoves(state, scenario);
  yield* nodeMoves(state, scenario);
  yield* specMoves(state, scenario);
  yield* timeMoves(state, scenario);
  yield* lossMoves(state, scenario);
  yield { name: 'the operator crashes', state: crashed(state) };
}

const nextFacts: Readonly<Record<PodFact, readonly PodFact[]>> = {
  absent: ['starting', 'ready'],
  starting: ['ready', 'failed', 'absent'],
  ready: ['notReady', 'leaving', 'failed', 'unselected', 'addressless', 'portless', 'absent'],
  notReady: ['ready', 'leavingNotReady', 'failed', 'absent'],
  leaving: ['leavingNotReady', 'absent'],
  leavingNotReady: ['absent'],
  failed: ['absent'],
  unselected: ['ready', 'absent'],
  addressless: ['ready', 'absent'],
  portless: ['absent'],
};

const unready: ReadonlySet<PodFact> = new Set(['absent', 'starting', 'notReady', 'leavingNotReady', 'failed']);

function* podMoves(state: State, { pods, priorities, revisions, policy }: Scenario): Generator<Move> {
  for (const slot of slots) {
    for (const fact of nextFacts[state[slot]].filter((next) => pods.includes(next))) {
      yield { name: `${slot} is ${fact}`, state: withFact(state, [slot, fact], policy.minReadyMs) };
    }
    for (const priority of priorities.filter((next) => next !== priorityOf(state, slot))) {
      yield { name: `${slot} has priority ${priority}`, state: { ...state, ...withPriority(slot, priority) } };
    }
    // The revision of the pod when it is created.
    if (state[slot] !== 'absent') continue;
    for (const revision of revisions.filter((next) => next !== revisionOf(state, slot))) {
      yield { name: `${slot} is next of revision ${revision}`, state: { ...state, ...withRevision(slot, revision) } };
    }
  }
}

function withFact(state: State, [slot, fact]: readonly [Slot, PodFact], minReadyMs: number): State {
  const before = fact === 'absent' ? withoutPod(state, slot) : state;
  const isNew = unready.has(state[slot]) && minReadyMs > 0;
  const word = isNew ? 'runs?' : settlingOf(state, slot);
  return { ...before, [slot]: fact, ...withSettling(slot, unready.has(fact) ? 'none' : word) };
}

function* nodeMoves(state: State, { nodes, holds }: Scenario): Generator<Move> {
  for (const node of ['n1', 'n2'] as const) {
    for (const fact of nodes.filter((next) => next !== state[node])) {
      yield { name: `${node} is ${fact}`, state: { ...state, [node]: fact } };
    }
  }
  if (holds) yield { name: state.hold === 'yes' ? 'the hold ends' : 'a hold begins', state: toggled(state, 'hold') };
}

function* specMoves(state: State, { pauses, fences, requests }: Scenario): Generator<Move> {
  if (pauses)
    yield {
      name: state.paused === 'yes' ? 'spec.paused is removed' : 'spec.paused is set',
      state: toggled(state, 'paused'),
    };
  for (const fence of fences.filter((next) => next !== state.fence)) {
    yield { name: `fenced: ${fence}`, state: { ...state, fence } };
  }
  for (const request of requestIDs.filter((next) => next !== state.request)) {
    const isKnown = request === 'none' ? state.request !== 'none' : Object.hasOwn(requests, request);
    if (isKnown) yield { name: `switchover: ${request}`, state: { ...state, request } };
  }
}

const timerFields = [
  'settlingA',
  'settlingB',
  'settlingC',
  'cooldown',
  'drain',
  'pending',
  'preemption',
  'reportedFailover',
  'reportedPreemption',
] as const satisfies readonly Field[];

function* timeMoves(state: State, { clockJumps, isScheduled }: Scenario): Generator<Move> {
  for (const field of timerFields) {
    const word = passing[state[field]];
    if (word !== undefined) yield { name: `${field} is over`, state: { ...state, [field]: word }, isTime: true };
  }
  if (isScheduled && state.isDue === 'no') {
    yield { name: 'the switchover is due', state: { ...state, isDue: 'yes' }, isTime: true };
  }
  if (!clockJumps) return;
  const isDue = isScheduled ? 'no' : 'yes';
  yield { name: 'the clock jumps ahead', state: { ...timed(state, clockForward), isDue: 'yes' } };
  yield { name: 'the clock jumps back', state: { ...timed(state, clockBack), isDue } };
}

function timed(state: State, course: typeof passing): State {
  const next = (word: TimerWord) => course[word] ?? word;
  return {
    ...state,
    settlingA: next(state.settlingA),
    settlingB: next(state.settlingB),
    settlingC: next(state.settlingC),
    cooldown: next(state.cooldown),
    drain: next(state.drain),
    pending: next(state.pending),
    preemption: next(state.preemption),
    reportedFailover: next(state.reportedFailover),
    reportedPreemption: next(state.reportedPreemption),
  };
}

function toggled(state: State, field: 'hold' | 'paused'): State {
  return { ...state, [field]: state[field] === 'yes' ? 'no' : 'yes' };
}

/** Without memory all timers go on by the time in the API. */
function crashed(state: State): State {
  const forgotten = { ...timed(state, forgetting), ...noElectionState };
  return state.slice === 'deleted' ? lost(forgotten) : forgotten;
}

const nothingRecorded = {
  slice: 'lost',
  intent: 'Empty',
  holder: 'none',
  cause: 'PodDeleted',
  requestID: 'none',
  cooldown: 'none',
  drain: 'none',
  target: 'none',
  demoted: 'none',
  lag: 'none',
} as const satisfies Partial<State>;

function lost(state: State): State {
  return { ...state, ...nothingRecorded, process: state.process === 'knowing' ? 'doubting' : state.process };
}

/** Only once there is a term in the status: before, no process could know which terms were given out. */
function* lossMoves(state: State, { losses }: Scenario): Generator<Move> {
  if (!losses || slotOf(state.holder) === undefined) return;
  if (state.lag === 'behind') yield { name: 'the status falls far behind', state: { ...state, lag: 'held' } };
  if (state.slice !== 'own' || state.lag.startsWith('unwritten')) return;
  yield { name: 'the slice is found missing', state: lost(state) };
  if (state.process === 'knowing') yield { name: 'the slice is deleted', state: { ...state, slice: 'deleted' } };
}
