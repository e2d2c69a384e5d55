// What is to be written into the status of one object, and when was it written last?
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from '../../desired/outcome.ts';
import type { Difference } from '../../desired/statusDifference.ts';
import { jittered } from '../../kube/timing/jittered.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';

export interface StatusDraft {
  readonly uid: string;
  outcome: Outcome;
  /** Not yet in the status, oldest first. */
  transitions: readonly PublishedTransition[];
  readonly createdMs: number;
  /** From 0 to 1: where it stands among the drafts of its namespace, so that these are not all written at once. */
  readonly place: number;
  writtenMs: number;
  /** When it last differed from the status: an object that changes back and forth is not at rest. */
  differedMs: number;
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

/** Candidates come and go often; nobody needs to read of that more than once per second. */
const FIRST_PAUSE_MS = 1000;

/** Somebody may change pods 100 times per second, for hundreds of objects: to write all their statuses each second is too much. */
const LONGEST_PAUSE_MS = 60_000;

/** Of a namespace in which the candidates of many objects change, four statuses are written per second. */
const PAUSE_MS_PER_DRAFT = 250;

const PAUSE_JITTER = 0.25;

/** Words that change with each try say nothing that is worth a write per try. */
const WORDS_PAUSE_MS = 10_000;

export function newDraft(
  { metadata: { uid } }: CachedAsvc,
  outcome: Outcome,
  {
    status,
    nowMs,
    place,
  }: { readonly status: ActiveStandbyServiceStatus; readonly nowMs: number; readonly place: number },
): StatusDraft {
  return {
    uid,
    outcome,
    transitions: [],
    createdMs: nowMs,
    place,
    writtenMs: -Infinity,
    differedMs: -Infinity,
    pauseMs: FIRST_PAUSE_MS,
    reported: awaitedOf(status),
  };
}

/** When this difference may be written, monotonic; `drafts` is how many statuses of the namespace are being written. */
export function dueMs(draft: StatusDraft, difference: Difference, drafts: number): number {
  const { pauseMs, createdMs, place, writtenMs } = draft;
  if (difference === 'News') return -Infinity;
  if (difference === 'Words') return writtenMs + WORDS_PAUSE_MS;
  const turnMs = Math.min((drafts - 1) * PAUSE_MS_PER_DRAFT, LONGEST_PAUSE_MS);
  return Math.max(createdMs + place * turnMs, writtenMs + Math.max(pauseMs, turnMs));
}

/** Until when the draft is kept, so that the next write can wait for its pause; monotonic. */
export function keptUntilMs(draft: StatusDraft, { conditions = [] }: ActiveStandbyServiceStatus): number {
  const { pauseMs, writtenMs, differedMs } = draft;
  const isDegraded = conditions.some(({ type, status }) => type === 'Degraded' && status === 'True');
  return Math.max(writtenMs, differedMs) + (isDegraded ? Math.max(WORDS_PAUSE_MS, pauseMs) : pauseMs);
}

/**
 * Doubles while candidates go on changing. Once they rest for that long the draft is forgotten, and its pause with it.
 * Jittered, or the statuses of all objects that select the same pods would be written at the same moments.
 */
export function pauseAfter({ pauseMs, writtenMs }: StatusDraft, random: () => number): number {
  return writtenMs === -Infinity ? pauseMs : jittered(Math.min(pauseMs * 2, LONGEST_PAUSE_MS), PAUSE_JITTER, random);
}

export function awaitedOf({ term, switchover }: ActiveStandbyServiceStatus): Awaited {
  return { term, handledRequestIDs: switchover?.handledRequestIDs ?? [] };
}
