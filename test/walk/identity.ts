// Names and UIDs of the walk's pods. A pod that is gone for good never comes back: the next of its name is another.
import type { PodIdentity } from '../../src/election/podView.ts';
import { identities, slots, type Identity, type State } from './state.ts';

const uids: Readonly<Record<Exclude<Identity, 'none'>, string>> = {
  a: 'a-uid',
  b: 'b-uid',
  c: 'c-uid',
  'a gone': 'a-gone',
  'b gone': 'b-gone',
  'c gone': 'c-gone',
};

export function podOf(word: Identity): PodIdentity | undefined {
  return word === 'none' ? undefined : { name: word.slice(0, 1), uid: uids[word] };
}

const byUid = new Map(identities.map((word) => [podOf(word)?.uid, word]));

export function wordOf(uid: string | undefined): Identity {
  return byUid.get(uid) ?? 'none';
}

/** The pod if it exists; undefined for none and for pods that are gone. */
export function slotOf(word: Identity): (typeof slots)[number] | undefined {
  return slots.find((slot) => slot === word);
}

const naming = ['holder', 'target', 'demoted', 'reportedHolder', 'reportedBetter', 'pendingOf', 'better'] as const;

/** The same state, in which the pod is gone for good. */
export function withoutPod(state: State, slot: (typeof slots)[number]): State {
  const renamed = naming.filter((field) => state[field] === slot).map((field) => [field, `${slot} gone`]);
  return renamed.length === 0 ? state : { ...state, ...Object.fromEntries(renamed) };
}
