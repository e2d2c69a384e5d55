// Which annotations of a pod are kept? Those that say its priority, and no more of them than anybody needs: whoever may
// write to a pod must not fill our memory.
import { PRIORITY_ANNOTATION } from '../../api/names.ts';
import type { PodView } from '../../election/podView.ts';

type Annotations = PodView['annotations'];

/** Of those for one object each; the first by name. */
const MOST_KEPT = 16;

/** No integer is longer, and what is none needs no more to be seen to be none. */
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

/** Copied, for a piece of a text keeps the whole of it in memory. */
function cut(value: string): string {
  return value.length <= MOST_CHARACTERS ? value : Buffer.from(value.slice(0, MOST_CHARACTERS)).toString();
}
