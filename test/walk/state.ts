// A canonical state of the walk: everything that can affect later decisions, each in one word.
import type { SwitchoverReason } from '../../src/api/switchoverReasons.ts';
import { timerWords } from './timerWord.ts';

export const slots = ['a', 'b', 'c'] as const;

/** A pod's name. */
export type Slot = (typeof slots)[number];

export const podFacts = [
  'absent',
  'starting',
  'ready',
  'notReady',
  'leaving',
  'leavingNotReady',
  'failed',
  'unselected',
  'addressless',
  'portless',
] as const;

export type PodFact = (typeof podFacts)[number];

/** The pod that a record names: an existing one, or a deleted one of that name. */
export const identities = ['none', 'a', 'b', 'c', 'a gone', 'b gone', 'c gone'] as const;

export type Identity = (typeof identities)[number];

export const nodeFacts = ['Healthy', 'NotReady', 'Unreachable', 'OutOfService', 'Deleted', 'Cordoned'] as const;
export const priorities = ['high', 'normal', 'zero', 'invalid'] as const;
export const revisions = ['none', 'old', 'new'] as const;
export const requestIDs = ['none', 'r1', 'r2'] as const;
export const fences = ['none', 'a', 'b', 'ab'] as const;

export type RequestID = (typeof requestIDs)[number];

/** Only these causes make a difference later on; one stands for all others. */
export const ledgerCauses = [
  'PodDeleted',
  'Initial',
  'Switchover',
  'Preemption',
  'PriorityWithdrawn',
  'HandoverAborted',
] as const;

const switch2 = ['no', 'yes'] as const;
const reasons = [
  'Moved',
  'MovedElsewhere',
  'AlreadyActive',
  'Scheduled',
  'Draining',
  'Paused',
  'ElectionsBlocked',
  'NothingElected',
  'TargetMissing',
  'TargetNotEligible',
  'NoOtherCandidate',
  'TargetLost',
  'HandledBefore',
] as const satisfies readonly SwitchoverReason[];

export const domains = {
  // The world.
  a: podFacts,
  b: podFacts,
  c: podFacts,
  settlingA: timerWords,
  settlingB: timerWords,
  settlingC: timerWords,
  priorityA: priorities,
  priorityB: priorities,
  priorityC: priorities,
  revisionA: revisions,
  revisionB: revisions,
  revisionC: revisions,
  n1: nodeFacts,
  n2: nodeFacts,
  hold: switch2,
  // The spec.
  paused: switch2,
  fence: fences,
  request: requestIDs,
  isDue: switch2,
  // The EndpointSlice. Deleted: by hand, and this process has seen it. Lost: no process has seen it.
  slice: ['none', 'own', 'adoptable', 'deleted', 'lost'],
  intent: ['Serving', 'Empty', 'Draining'],
  holder: identities,
  cause: ledgerCauses,
  requestID: requestIDs,
  cooldown: timerWords,
  drain: timerWords,
  target: identities,
  demoted: identities,
  // The status. Held: so far behind that no pod may be elected.
  lag: ['unwritten', 'unwritten and held', 'none', 'behind', 'held'],
  reportedHolder: identities,
  reportedFailover: timerWords,
  reportedNotReady: switch2,
  reportedBetter: identities,
  reportedPreemption: timerWords,
  reportedRequest: requestIDs,
  reportedState: ['none', 'Pending', 'Completed', 'Rejected'],
  handled: ['', 'r1', 'r2', 'r1 r2'],
  // The process. New: it has decided nothing yet. Doubting: it does not know whether its last write was carried out.
  process: ['new', 'doubting', 'knowing'],
  pendingOf: identities,
  pending: timerWords,
  pendingNotReady: switch2,
  better: identities,
  preemption: timerWords,
  answered: requestIDs,
  answer: reasons,
  // What only the walk knows: what the ledger was made to say of each request.
  done1: ['no', 'moved', 'refused'],
  done2: ['no', 'moved', 'refused'],
} as const;

export type Field = keyof typeof domains;

export type State = { readonly [F in Field]: (typeof domains)[F][number] };

/** What a process knows at its start. */
export const noElectionState = {
  process: 'new',
  pendingOf: 'none',
  pending: 'none',
  pendingNotReady: 'no',
  better: 'none',
  preemption: 'none',
  answered: 'none',
  answer: 'Moved',
} as const satisfies Partial<State>;

const fields = Object.keys(domains).filter(isField);

function isField(name: string): name is Field {
  return Object.hasOwn(domains, name);
}

const FIRST_CODE = '0'.charCodeAt(0);

const codes = fields.map(
  (field) => new Map(domains[field].map((word, index) => [word as string, String.fromCharCode(FIRST_CODE + index)])),
);

/** One character for each field. */
export function keyOf(state: State): string {
  let key = '';
  for (let index = 0; index < fields.length; index += 1) key += codes[index]?.get(state[fields[index] ?? 'a']) ?? '?';
  return key;
}
