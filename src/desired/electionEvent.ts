// Builds the Kubernetes Events of transitions and of finished requests. An Event's name follows from the object's
// UID and the term or request, so that writing it twice creates one Event.
import { createHash } from 'node:crypto';
import type { SwitchoverStatus } from '../api/activeStandbyService.generated.ts';
import { causes } from '../api/causes.ts';
import type { Owner } from './ownership.ts';
import type { LedgerTransition } from '../election/transition.ts';

export interface ElectionEvent {
  readonly name: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: EventReason;
  readonly action: 'Elect' | 'Drain' | 'Withdraw' | 'Switchover' | 'Drop';
  readonly note: string;
}

type EventReason =
  | 'ActiveElected'
  | 'ActiveDraining'
  | 'ActiveWithdrawn'
  | 'SwitchoverCompleted'
  | 'SwitchoverRejected'
  | 'ForeignMetadataDropped';

/** With UID and term appended, a longer object name would exceed the 253 characters of an Event's name. */
const MAX_NAME = 180;

export function transitionEvent(owner: Owner, transition: LedgerTransition): ElectionEvent {
  const { term, cause, from, to, next } = transition;
  const name = `${prefixOf(owner)}.${term}`;
  const why = `because ${causes[cause]}`;
  if (to === undefined && next !== undefined) {
    const note = `${from?.name ?? 'The active pod'} is draining before ${next.name} takes over, ${why}`;
    return { name: `${name}.draining`, type: 'Normal', reason: 'ActiveDraining', action: 'Drain', note };
  }
  if (to === undefined) {
    const who = from === undefined ? 'No pod' : `${from.name} is no longer published, and no pod`;
    return {
      name: `${name}.withdrawn`,
      type: 'Warning',
      reason: 'ActiveWithdrawn',
      action: 'Withdraw',
      note: `${who} is active in term ${term}, ${why}; the first pod to become eligible takes over`,
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

/** Undefined while the request is pending. */
export function switchoverEvent(owner: Owner, switchover: SwitchoverStatus): ElectionEvent | undefined {
  const { requestID = '', state, message = '' } = switchover;
  if (state !== 'Completed' && state !== 'Rejected') return undefined;
  return {
    // A requestID may contain characters that a name may not.
    name: `${prefixOf(owner)}.switchover.${digestOf(requestID)}.${state.toLowerCase()}`,
    type: state === 'Completed' ? 'Normal' : 'Warning',
    reason: `Switchover${state}`,
    action: 'Switchover',
    note: `Request ${requestID}: ${message}`,
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function prefixOf({ name, uid }: Owner): string {
  return `${name.length > MAX_NAME ? 'asvc' : name}.${uid}`;
}
