// Pods and nodes as the machine sees them: a runs on one node, b and c on another.
import type { NodeHealth, NodesInput } from '../../src/election/nodes.ts';
import type { PodView } from '../../src/election/podView.ts';
import { ofRevision, pod } from '../support/election/pods.ts';
import { slots, type PodFact, type Slot, type State } from './state.ts';
import { NOW, sinceOf, type TimerWord } from './timerWord.ts';

const HOUR_MS = 3_600_000;

const nodeNames = { a: 'n1', b: 'n2', c: 'n2' } as const;
const settlingFields = { a: 'settlingA', b: 'settlingB', c: 'settlingC' } as const;
const revisionFields = { a: 'revisionA', b: 'revisionB', c: 'revisionC' } as const;
const priorityFields = { a: 'priorityA', b: 'priorityB', c: 'priorityC' } as const;

export function settlingOf(state: State, slot: Slot): TimerWord {
  return state[settlingFields[slot]];
}

export function withSettling(slot: Slot, word: TimerWord): Partial<State> {
  return { [settlingFields[slot]]: word };
}

export function priorityOf(state: State, slot: Slot): State['priorityA'] {
  return state[priorityFields[slot]];
}

export function withPriority(slot: Slot, priority: State['priorityA']): Partial<State> {
  return { [priorityFields[slot]]: priority };
}

export function revisionOf(state: State, slot: Slot): State['revisionA'] {
  return state[revisionFields[slot]];
}

export function withRevision(slot: Slot, revision: State['revisionA']): Partial<State> {
  return { [revisionFields[slot]]: revision };
}

export function nodeOf(state: State, slot: Slot): State['n1'] {
  return state[nodeNames[slot]];
}

/** As they are; b and c have been ready for equally long. */
export const present: Readonly<Record<Slot, PodView>> = {
  a: pod('a', { nodeName: 'n1', readySinceMs: NOW.wallMs - 2 * HOUR_MS }),
  b: pod('b', { nodeName: 'n2', readySinceMs: NOW.wallMs - HOUR_MS }),
  c: pod('c', { nodeName: 'n2', readySinceMs: NOW.wallMs - HOUR_MS }),
};

const unready = { ready: false, readySinceMs: undefined };

const changes: Readonly<Record<PodFact, Partial<PodView>>> = {
  absent: {},
  starting: { ...unready, phase: 'Pending', ips: [] },
  ready: {},
  notReady: unready,
  leaving: { terminating: true },
  leavingNotReady: { ...unready, terminating: true },
  failed: { ...unready, phase: 'Failed' },
  unselected: {},
  addressless: { ips: [] },
  portless: { namedPorts: [] },
};

const annotated: Readonly<Record<State['priorityA'], Partial<PodView>>> = {
  high: { annotations: { 'activestandby.dev/priority': '200' } },
  normal: {},
  zero: { annotations: { 'activestandby.dev/priority': '0' } },
  invalid: { annotations: { 'activestandby.dev/priority': 'ten' } },
};

/** All that exist, selected or not. */
export function podsOf(state: State, minReadyMs: number): readonly PodView[] {
  return slots.filter((slot) => state[slot] !== 'absent').map((slot) => viewOf(state, slot, minReadyMs));
}

function viewOf(state: State, slot: Slot, minReadyMs: number): PodView {
  const word = settlingOf(state, slot);
  const since = word === 'none' ? {} : { readySinceMs: sinceOf(word, minReadyMs) };
  const view = { ...present[slot], ...since, ...changes[state[slot]], ...annotated[priorityOf(state, slot)] };
  const revision = revisionOf(state, slot);
  return revision === 'none' ? view : ofRevision(view, revision, revision === 'new' ? HOUR_MS : 0);
}

const health: Readonly<Record<State['n1'], NodeHealth>> = {
  Healthy: { state: 'Healthy', isLastChoice: false },
  NotReady: { state: 'NotReady', isLastChoice: false },
  Unreachable: { state: 'Unreachable', isLastChoice: false },
  OutOfService: { state: 'OutOfService', isLastChoice: false },
  Deleted: { state: 'Deleted', isLastChoice: false },
  Cordoned: { state: 'Healthy', isLastChoice: true },
};

export function nodesOf({ n1, n2, hold }: State): NodesInput {
  return {
    byName: new Map([
      ['n1', health[n1]],
      ['n2', health[n2]],
    ]),
    heldUntilMonotonicMs: hold === 'yes' ? NOW.monotonicMs + HOUR_MS : undefined,
  };
}
