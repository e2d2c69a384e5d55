// Decides what of a status is new to its readers.
import type { ActiveStandbyServiceStatus, Condition } from '../api/activeStandbyService.generated.ts';
import { isSameJson } from '../api/isSameJson.ts';
import type { PublishedTransition } from './outcome.ts';
import { isSameTransition, toTransition } from './status.ts';

/** The transition is neither in the status nor pending. */
export function isNew(
  transition: PublishedTransition,
  pending: readonly PublishedTransition[],
  { history = [] }: ActiveStandbyServiceStatus,
): boolean {
  const entry = toTransition(transition);
  return ![...pending.map(toTransition), ...history].some((other) => isSameTransition(other, entry));
}

/** How two statuses differ: in something to write at once, in candidates and messages, or in messages alone. */
export type Difference = 'Significant' | 'Candidates' | 'Messages';

const candidateFields: ReadonlySet<string> = new Set(['candidates', 'candidateSummary', 'standbys']);

/** Undefined when the statuses are the same. */
export function differenceOf(
  status: ActiveStandbyServiceStatus,
  previous: ActiveStandbyServiceStatus,
): Difference | undefined {
  const { conditions = [], ...fields } = status;
  const { conditions: previousConditions = [], ...previousFields } = previous;
  const [ours, theirs] = [new Map(Object.entries(fields)), new Map(Object.entries(previousFields))];
  const changed = [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (name) => !isSameJson(ours.get(name), theirs.get(name)),
  );
  if (changed.some((name) => !candidateFields.has(name))) return 'Significant';
  const areConditionsSame = isSameJson(conditions, previousConditions);
  // Messages of conditions name candidates.
  if (!areConditionsSame && !isSameJson(withoutMessages(conditions), withoutMessages(previousConditions)))
    return 'Significant';
  if (changed.length > 0) return 'Candidates';
  return areConditionsSame ? undefined : 'Messages';
}

function withoutMessages(conditions: readonly Condition[]): readonly object[] {
  return conditions.map(({ message: __, ...condition }) => condition);
}
