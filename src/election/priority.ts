// Which priority does a pod give itself? An integer in an annotation: the higher, the sooner it is elected. An
// annotation for one object alone wins over the common one.
import type { CandidateReason } from '../api/candidateReasons.ts';
import { PRIORITY_ANNOTATION } from '../api/names.ts';
import type { PodView } from './podView.ts';

export interface PodPriority {
  /** Undefined when it is not known or not an integer. */
  readonly value: number | undefined;
  /** Why such a pod is not elected; undefined when nothing speaks against it. */
  readonly defect: Extract<CandidateReason, `Priority${string}`> | undefined;
}

const ABSENT = 100;

const invalid: PodPriority = { value: undefined, defect: 'PriorityInvalid' };

/** As far as status can tell it: 32 bits. */
const integer = /^[-+]?[0-9]{1,10}$/;
const MAX = 2 ** 31 - 1;

/** Of a key's part before the slash: a DNS subdomain. */
const LONGEST_PREFIX = 253;

/** The annotation for the pods of one object alone; undefined where the object's name is longer than 235 characters. */
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
  // -0 + 0 is 0: JSON knows no -0, and a status with one would differ for ever from what is read of it.
  const value = Number(text) + 0;
  if (!integer.test(text) || Math.abs(value) > MAX) return invalid;
  return { value, defect: value <= 0 ? 'PriorityZero' : undefined };
}
