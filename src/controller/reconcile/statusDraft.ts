// The pending status update of one object, and the pauses between its writes.
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import type { Outcome, PublishedTransition } from '../../desired/outcome.ts';
import type { Difference } from '../../desired/statusDifference.ts';
import { jittered } from '../../kube/timing/jittered.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';

export interface StatusDraft {
  readonly uid: string;
  outcome: Outcome;
  /** Those that are not in the status yet, oldest first. */
  transitions: readonly PublishedTransition[];
  readonly createdMs: number;
  /** From 0 to 1: its place among the drafts of its namespace, which spreads their writes over time. */
  readonly place: number;
  /** All times are monotonic, in ms. */
  writtenMs: number;
  /** When it last differed from the status: an object that changes back and forth is not at rest. */
  differedMs: number;
  /** How long an update of the candidates alone waits after the last write. */
  pauseMs: number;
  /** The status that is being written, while its answer is out. */
  sending: ActiveStandbyServiceStatus | undefined;
  /** Elections wait for what was sent; its outcome may be unknown. */
  isAwaited: boolean;
}

/** Candidates change often; once per second is enough in the status. */
const FIRST_PAUSE_MS = 1000;

/** Limits the writes when pods of hundreds of objects change all the time. */
const LONGEST_PAUSE_MS = 60_000;

/** Limits a namespace in which the candidates of many objects change to four status writes per second. */
const PAUSE_MS_PER_DRAFT = 250;

const PAUSE_JITTER = 0.25;

/** Messages may change with each retry, which is not worth a write per retry. */
const MESSAGES_PAUSE_MS = 10_000;

export function newDraft(
  { metadata: { uid } }: CachedAsvc,
  outcome: Outcome,
  { nowMs, place }: { readonly nowMs: number; readonly place: number },
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
    sending: undefined,
    isAwaited: false,
  };
}

/** When this difference may be written, in monotonic ms; `drafts`: how many drafts there are in the namespace. */
export function dueMs(draft: StatusDraft, difference: Difference, drafts: number): number {
  const { pauseMs, createdMs, place, writtenMs } = draft;
  if (difference === 'Significant') return -Infinity;
  if (difference === 'Messages') return writtenMs + MESSAGES_PAUSE_MS;
  const spreadMs = Math.min((drafts - 1) * PAUSE_MS_PER_DRAFT, LONGEST_PAUSE_MS);
  return Math.max(createdMs + place * spreadMs, writtenMs + Math.max(pauseMs, spreadMs));
}

/** Until when the draft is kept, in monotonic ms, so that the next write waits for the pause. */
export function keptUntilMs(draft: StatusDraft, { conditions = [] }: ActiveStandbyServiceStatus): number {
  const { pauseMs, writtenMs, differedMs } = draft;
  const isDegraded = conditions.some(({ type, status }) => type === 'Degraded' && status === 'True');
  return Math.max(writtenMs, differedMs) + (isDegraded ? Math.max(MESSAGES_PAUSE_MS, pauseMs) : pauseMs);
}

/**
 * The pause after the next write, in ms: doubles while candidates keep changing, up to a minute. Once they rest for a
 * pause, the draft is dropped and its pause with it. Jittered, since objects that select the same pods change together.
 */
export function pauseAfter({ pauseMs, writtenMs }: StatusDraft, random: () => number): number {
  return writtenMs === -Infinity ? pauseMs : jittered(Math.min(pauseMs * 2, LONGEST_PAUSE_MS), PAUSE_JITTER, random);
}
