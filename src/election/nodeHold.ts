// Are so many nodes unreachable at once that it may be our own network? Then no failure of a node is believed.
// A hold is on while at least two nodes, and more than half of all, have been unreachable for less than ten minutes;
// those that have been so for longer are left out of both counts, so that every hold ends by itself.
import type { Now } from './now.ts';

export interface NodeHold {
  /** When it ends if no node changes: milliseconds, monotonic and since the epoch. */
  readonly untilMonotonicMs: number;
  readonly untilMs: number;
  /** So many of those that count are unreachable. */
  readonly unreachable: number;
  readonly counted: number;
}

export interface NodeCount {
  /** Nodes of which something is heard, and those that a person has declared out of service. */
  readonly others: number;
  /** For each unreachable node, since when, in monotonic milliseconds; the earliest first. */
  readonly unreachableSince: readonly number[];
}

/** For so long an unreachable node counts. */
export const COUNTED_MS = 600_000;

const FEWEST = 2;

/** Undefined when there is none. */
export function holdOf({ others, unreachableSince }: NodeCount, now: Now): NodeHold | undefined {
  const needed = Math.max(FEWEST, others + 1);
  // As long as this one counts, at least so many do; once it is left out there are too few.
  const last = unreachableSince[unreachableSince.length - needed];
  if (last === undefined || !isCounted(last, now)) return undefined;
  const untilMonotonicMs = last + COUNTED_MS;
  const unreachable = unreachableSince.length - unreachableSince.findIndex((sinceMs) => isCounted(sinceMs, now));
  const untilMs = now.wallMs + untilMonotonicMs - now.monotonicMs;
  return { untilMonotonicMs, untilMs, unreachable, counted: others + unreachable };
}

function isCounted(sinceMs: number, { monotonicMs }: Now): boolean {
  return sinceMs + COUNTED_MS > monotonicMs;
}

/** The monotonic moment from which a node that is first seen unreachable now is counted. */
export function anchorOf(sinceMs: number | undefined, now: Now): number {
  // A clock that was set back makes the past look like the future: then it counts from now on.
  return now.monotonicMs - Math.max(0, now.wallMs - (sinceMs ?? now.wallMs));
}
