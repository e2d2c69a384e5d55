// Decides what of a reconcile is new to readers of the status.
import { isDeepStrictEqual } from 'node:util';
import type { ActiveStandbyServiceStatus } from '../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from './outcome.ts';
import { isSameTransition, nextStatus, toTransition } from './status.ts';

export interface StatusComparison {
  readonly transitions: readonly PublishedTransition[];
  /** Removes the fields that cannot be compared, since the API server may drop them. */
  readonly comparable: (status: ActiveStandbyServiceStatus) => ActiveStandbyServiceStatus;
}

/** The status contains the outcome and all transitions already. */
export function isReported(
  status: ActiveStandbyServiceStatus,
  outcome: Outcome,
  { transitions, comparable }: StatusComparison,
): boolean {
  const isKnown = transitions.every((transition) => !isNew(transition, [], status));
  return isKnown && isDeepStrictEqual(comparable(nextStatus(outcome, status, [])), comparable(status));
}

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

export function differenceOf(status: ActiveStandbyServiceStatus, previous: ActiveStandbyServiceStatus): Difference {
  if (!isDeepStrictEqual(withoutCandidates(status), withoutCandidates(previous))) return 'Significant';
  return isDeepStrictEqual(candidatesOf(status), candidatesOf(previous)) ? 'Messages' : 'Candidates';
}

function candidatesOf({ candidates, candidateSummary, standbys }: ActiveStandbyServiceStatus): unknown {
  return { candidates, candidateSummary, standbys };
}

/** Condition messages are left out, too: they name candidates. */
function withoutCandidates(status: ActiveStandbyServiceStatus): unknown {
  const { candidates: _, candidateSummary: __, standbys: ___, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.map(({ message: ____, ...condition }) => condition) };
}
