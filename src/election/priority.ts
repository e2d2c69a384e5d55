// Which priority does a pod give itself? An integer in an annotation: the higher, the sooner it is elected.
import type { CandidateReason } from '../api/candidateReasons.ts';
import type { PodView } from './podView.ts';

export interface Priority {
  /** Undefined when it is not known or not an integer. */
  readonly value: number | undefined;
  /** Why such a pod is not elected; undefined when nothing speaks against it. */
  readonly defect: Extract<CandidateReason, `Priority${string}`> | undefined;
}

const ABSENT = 100;

/** As far as status can tell it: 32 bits. */
const integer = /^[-+]?[0-9]{1,10}$/;
const MAX = 2 ** 31 - 1;

export function priorityOf({ annotations, annotationKeys }: PodView, key: string): Priority {
  if (!annotationKeys.includes(key)) return { value: undefined, defect: 'PriorityUnknown' };
  const text = Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  return text === undefined ? { value: ABSENT, defect: undefined } : parsed(text.trim());
}

function parsed(text: string): Priority {
  // -0 + 0 is 0: JSON knows no -0, and a status with one would differ for ever from what is read of it.
  const value = Number(text) + 0;
  if (!integer.test(text) || Math.abs(value) > MAX) return { value: undefined, defect: 'PriorityInvalid' };
  return { value, defect: value <= 0 ? 'PriorityZero' : undefined };
}
