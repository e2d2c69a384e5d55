// What of a pass is news to those who read the status?
import { isDeepStrictEqual } from 'node:util';
import type { ActiveStandbyServiceStatus } from '../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from './outcome.ts';
import { isSameTransition, nextStatus, toTransition } from './status.ts';

export interface Telling {
  readonly transitions: readonly PublishedTransition[];
  /** What of a status can be compared: the API server may drop a part of it. */
  readonly comparable: (status: ActiveStandbyServiceStatus) => ActiveStandbyServiceStatus;
}

/** The status says all of it already. */
export function isTold(
  status: ActiveStandbyServiceStatus,
  outcome: Outcome,
  { transitions, comparable }: Telling,
): boolean {
  const isKnown = transitions.every((transition) => !isNews(transition, [], status));
  return isKnown && isDeepStrictEqual(comparable(nextStatus(outcome, status, [])), comparable(status));
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

/** Candidates come and go often; nobody needs to read of that more than once per second. */
export const CANDIDATES_CALM_MS = 1000;

/** Words that change with each try say nothing that is worth a write per try. */
const WORDS_CALM_MS = 10_000;

/** How long after the last write this difference may wait; 0 for what is to be told at once. */
export function calmMsOf(status: ActiveStandbyServiceStatus, previous: ActiveStandbyServiceStatus): number {
  if (!isDeepStrictEqual(withoutCandidates(status), withoutCandidates(previous))) return 0;
  return isDeepStrictEqual(candidatesOf(status), candidatesOf(previous)) ? WORDS_CALM_MS : CANDIDATES_CALM_MS;
}

/** How long a write is to be remembered, so that the next one can wait for that long. */
export function calmMsAfter({ conditions = [] }: ActiveStandbyServiceStatus): number {
  const isDegraded = conditions.some(({ type, status }) => type === 'Degraded' && status === 'True');
  return isDegraded ? WORDS_CALM_MS : CANDIDATES_CALM_MS;
}

function candidatesOf({ candidates, candidateSummary, standbys }: ActiveStandbyServiceStatus): unknown {
  return { candidates, candidateSummary, standbys };
}

/** Conditions count only by what they state, not by their words: those name candidates too. */
function withoutCandidates(status: ActiveStandbyServiceStatus): unknown {
  const { candidates: _, candidateSummary: __, standbys: ___, conditions = [], ...rest } = status;
  return { ...rest, conditions: conditions.map(({ message: ____, ...condition }) => condition) };
}
