// Keeps the annotations that give a pod's priority, limited in number and length: a client that may write to pods must
// not be able to fill our memory.
import { PRIORITY_ANNOTATION } from '../../api/names.ts';
import type { PodView } from '../../election/podView.ts';

type Annotations = PodView['annotations'];

/** Limit for the annotations that are for one object each; the first by name are kept. */
const MOST_KEPT = 16;

/** No valid integer is longer, and this is enough to see that a value is invalid. */
const MOST_CHARACTERS = 32;

const none: Pick<PodView, 'annotations' | 'hasMorePriorities'> = { annotations: {}, hasMorePriorities: false };

export function isPriorityAnnotation(key: string): boolean {
  return key === PRIORITY_ANNOTATION || isForOne(key);
}

export function prioritiesIn(annotations: Annotations = {}): typeof none {
  const keys = Object.keys(annotations).filter(isPriorityAnnotation);
  if (keys.length === 0) return none;
  const forOne = keys.filter(isForOne).toSorted();
  const kept = [...keys.filter((key) => !isForOne(key)), ...forOne.slice(0, MOST_KEPT)];
  return {
    annotations: Object.fromEntries(kept.map((key) => [key, cut(annotations[key] ?? '')])),
    hasMorePriorities: forOne.length > MOST_KEPT,
  };
}

function isForOne(key: string): boolean {
  return key.endsWith(`.${PRIORITY_ANNOTATION}`);
}

/** Copies the part: a slice of a string keeps the whole string in memory. */
function cut(value: string): string {
  return value.length <= MOST_CHARACTERS ? value : Buffer.from(value.slice(0, MOST_CHARACTERS)).toString();
}
