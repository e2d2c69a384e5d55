// What of a reconcile is news to those who read the status?
import { isDeepStrictEqual } from 'node:util';
import type { ActiveStandbyServiceStatus } from '../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from './outcome.ts';
import { isSameTransition, nextStatus, toTransition } from './status.ts';

export interface StatusComparison {
  readonly transitions: readonly PublishedTransition[];
  /** What of a status can be compared: the API server may drop a part of it. */
  readonly comparable: (status: ActiveStandbyServiceStatus) => ActiveStandbyServiceStatus;
}

/** The status says all of it already. */
export function isReported(
  status: ActiveStandbyServiceStatus,
  outcome: Outcome,
  { transitions, comparable }: StatusComparison,
): boolean {
  const isKnown = transitions.every((transition) => !isNew(transition, [], status));
  return isKnown && isDeepStrictEqual(comparable(nextStatus(outcome, status, [])), comparable(status));
}

/** Neither in the status nor among those that are about to be. */
export function isNew(
  transition: PublishedTransition,
  pending: readonly PublishedTransition[],
  { history = [] }: ActiveStandbyServiceStatus,
): boolean {
  const entry = toTransition(transition);
  return ![...pending.map(toTransition), ...history].some((other) => isSameTransition(other, entry));
}

/** In what two statuses differ: in something that is told at once, in candidates and words, or in words alone. */
export type Difference = 'News' | 'Candidates' | 'Words';

export function differenceOf(status: ActiveStandbyServiceStatus, previous: ActiveStandbyServiceStatus): Difference {
  if (!isDeepStrictEqual(withoutCandidates(status), withoutCandidates(previous))) return 'News';
  return isDeepStrictEqual(candidatesOf(status), candidatesOf(previous)) ? 'Words' : 'Candidates';
}

function candidatesOf({ candidates, candidateSummary, standbys }: ActiveStandbyServiceStatus): unknown {
  return { candidates, candidateSummary, standbys };
}

/** Conditions count only by what they state, not by their words: those name candidates too. */
function withoutCandidates(status: ActiveStandbyServiceStatus): unknown {
  const { candidates: _, candidateSummary: __, standbys: ___, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.map(({ message: ____, ...condition }) => condition) };
}
