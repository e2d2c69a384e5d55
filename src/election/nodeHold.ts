// Detects that so many nodes are unreachable at once that the cause may be the control plane's network; then no
// node failure is acted on.
// A hold lasts while at least two nodes, and more than half of all, have been unreachable for less than ten
// minutes. Nodes that have been unreachable for longer are left out of both counts, so that every hold ends by
// itself.
import type { Now } from './now.ts';

export interface NodeHold {
  /** When it ends if no node changes: milliseconds, monotonic and since the epoch. */
  readonly untilMonotonicMs: number;
  readonly untilMs: number;
  /** The number of unreachable nodes among those that count. */
  readonly unreachable: number;
  readonly counted: number;
}

export interface NodeCount {
  /** Reachable nodes, and those that a person has declared out of service. */
  readonly others: number;
  /** For each unreachable node, since when, in monotonic milliseconds; the earliest first. */
  readonly unreachableSince: readonly number[];
}

/** How long an unreachable node counts. */
export const COUNTED_MS = 600_000;

const FEWEST = 2;

/** Undefined when there is no hold. */
export function holdOf({ others, unreachableSince }: NodeCount, now: Now): NodeHold | undefined {
  const needed = Math.max(FEWEST, others + 1);
  // The hold ends when this node stops counting: fewer than the needed number are left then.
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
  // After the clock was set back, sinceMs may lie in the future: count from now on.
  return now.monotonicMs - Math.max(0, now.wallMs - (sinceMs ?? now.wallMs));
}
