// Which Kubernetes Event tells of a transition?
// Its name follows from the object's UID and the term, so that telling it twice is telling it once.
import { causes } from '../api/causes.ts';
import type { Owner } from './ownership.ts';
import type { Transition } from '../election/transition.ts';

export interface TransitionEvent {
  readonly name: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'ActiveElected' | 'ActiveDraining' | 'ActiveWithdrawn';
  readonly action: 'Elect' | 'Drain' | 'Withdraw';
  readonly note: string;
}

/** With UID and term behind it, a longer name of an object would exceed the 253 characters of an Event's. */
const MAX_NAME = 180;

export function transitionEvent(owner: Owner, transition: Transition): TransitionEvent {
  const { term, cause, from, to, next } = transition;
  const name = `${owner.name.length > MAX_NAME ? 'asvc' : owner.name}.${owner.uid}.${term}`;
  const why = `because ${causes[cause]}`;
  if (to === undefined && next !== undefined) {
    const note = `${from?.name ?? 'The active pod'} is drained before ${next.name} takes over, ${why}`;
    return { name: `${name}.draining`, type: 'Normal', reason: 'ActiveDraining', action: 'Drain', note };
  }
  if (to === undefined) {
    const who = from === undefined ? 'Nothing' : `${from.name} is no longer published, and nothing`;
    return {
      name: `${name}.withdrawn`,
      type: 'Warning',
      reason: 'ActiveWithdrawn',
      action: 'Withdraw',
      note: `${who} is active in term ${term}, ${why}`,
    };
  }
  const before = from === undefined || from.uid === to.uid ? '' : ` instead of ${from.name}`;
  return {
    name,
    type: 'Normal',
    reason: 'ActiveElected',
    action: 'Elect',
    note: `${to.name} is active in term ${term}${before}, ${why}`,
  };
}
