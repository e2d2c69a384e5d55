// What of a pass is news to those who read the status?
import { isDeepStrictEqual } from 'node:util';
import type { ActiveStandbyServiceStatus } from '../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from './outcome.ts';
import { isSameTransition, nextStatus, toTransition } from './status.ts';

/** The status says all of it already. */
export function isTold(
  status: ActiveStandbyServiceStatus,
  outcome: Outcome,
  transitions: readonly PublishedTransition[],
): boolean {
  const isKnown = transitions.every((transition) => !isNews(transition, [], status));
  return isKnown && isDeepStrictEqual(nextStatus(outcome, status, []), status);
}

/** Neither in the status nor among those that are about to be. */
export function isNews(
  transition: PublishedTransition,
  pending: readonly PublishedTransition[],
  { history = [] }: ActiveStandbyServiceStatus,
): boolean {
  const entry = toTransition(transition);
  return ![...pending.map(toTransition), ...history].some((other) => isSameTransition(other, entry));
}

/** Conditions count only by what they state, not by their words: those name candidates too. */
export function isCandidatesOnly(status: ActiveStandbyServiceStatus, previous: ActiveStandbyServiceStatus): boolean {
  return isDeepStrictEqual(withoutCandidates(status), withoutCandidates(previous));
}

function withoutCandidates(status: ActiveStandbyServiceStatus): unknown {
  const { candidates: _, candidateSummary: __, standbys: ___, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.map(({ message: ____, ...condition }) => condition) };
}
