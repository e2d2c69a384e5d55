// What is to be told of one object, and when was it told last?
import type { ActiveStandbyServiceStatus } from '../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from '../desired/outcome.ts';
import { CANDIDATES_CALM_MS } from '../desired/statusNews.ts';
import type { CachedAsvc } from './cachedObject.ts';

export interface Draft {
  readonly uid: string;
  outcome: Outcome;
  /** Not yet in the status, oldest first. */
  transitions: readonly PublishedTransition[];
  writtenMs: number;
  /** How long a change of the candidates alone waits after the last write. */
  pauseMs: number;
  /** As it is known to be in the status. */
  reported: Awaited;
}

/** What elections wait for to be in the status: another request is begun only once the one before is listed. */
interface Awaited {
  readonly term: number | undefined;
  readonly handledRequestIDs: readonly string[];
}

/** Somebody may change pods 100 times per second, for hundreds of objects: who reads of that every second, reads enough. */
const LONGEST_PAUSE_MS = 10_000;

export function newDraft(
  { metadata: { uid } }: CachedAsvc,
  outcome: Outcome,
  status: ActiveStandbyServiceStatus,
): Draft {
  return {
    uid,
    outcome,
    transitions: [],
    writtenMs: -Infinity,
    pauseMs: CANDIDATES_CALM_MS,
    reported: awaitedOf(status),
  };
}

/** Each time that candidates change before the pause is over the next one takes longer; with the draft that is forgotten. */
export function pauseAfter({ pauseMs, writtenMs }: Draft): number {
  return writtenMs === -Infinity ? pauseMs : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
}

export function awaitedOf({ term, switchover }: ActiveStandbyServiceStatus): Awaited {
  return { term, handledRequestIDs: switchover?.handledRequestIDs ?? [] };
}
