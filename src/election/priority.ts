// Reads the priority that a pod declares: an integer in an annotation; the higher, the sooner it is elected. The
// annotation for one object alone wins over the common one.
import type { CandidateReason } from '../api/candidateReasons.ts';
import { PRIORITY_ANNOTATION } from '../api/names.ts';
import type { PodView } from './podView.ts';

export interface PodPriority {
  /** Undefined when it is unknown or not an integer. */
  readonly value: number | undefined;
  /** Why such a pod is not elected; undefined when it may be. */
  readonly defect: Extract<CandidateReason, `Priority${string}`> | undefined;
}

const ABSENT = 100;

const invalid: PodPriority = { value: undefined, defect: 'PriorityInvalid' };

/** At most 32 bits, as the status allows. */
const integer = /^[-+]?[0-9]{1,10}$/;
const MAX = 2 ** 31 - 1;

/** Of an annotation key's prefix, which is a DNS subdomain. */
const LONGEST_PREFIX = 253;

/** The annotation key for one object alone; undefined when the object's name is longer than 235 characters. */
export function ownPriorityAnnotation(objectName: string): string | undefined {
  const key = `${objectName}.${PRIORITY_ANNOTATION}`;
  return key.indexOf('/') > LONGEST_PREFIX ? undefined : key;
}

export function priorityOf({ annotations, hasMorePriorities }: PodView, own: string | undefined): PodPriority {
  if (own !== undefined) {
    const text = annotations[own];
    if (text !== undefined) return parsed(text.trim());
    if (hasMorePriorities) return invalid;
  }
  const text = annotations[PRIORITY_ANNOTATION];
  return text === undefined ? { value: ABSENT, defect: undefined } : parsed(text.trim());
}

function parsed(text: string): PodPriority {
  // Turns -0 into 0: JSON has no -0, so that a status with one would always differ from the stored one.
  const value = Number(text) + 0;
  if (!integer.test(text) || Math.abs(value) > MAX) return invalid;
  return { value, defect: value <= 0 ? 'PriorityZero' : undefined };
}
