// Which Kubernetes Event tells of a transition?
// Its name follows from the object's UID and the term, so that telling it twice is telling it once.
import { causes } from '../api/causes.ts';
import type { Owner } from './ownership.ts';
import type { Transition } from '../election/step.ts';

export interface TransitionEvent {
  readonly name: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'ActiveElected' | 'ActiveWithdrawn';
  readonly action: 'Elect' | 'Withdraw';
  readonly note: string;
}

/** Names of Events are at most 253 characters; those of our objects at most 63. */
export function transitionEvent(owner: Owner, transition: Transition): TransitionEvent {
  const { term, cause, from, to } = transition;
  const name = `${owner.name}.${owner.uid}.${term}`;
  const why = `because ${causes[cause]}`;
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
