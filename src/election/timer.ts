// Measures durations when clocks jump and processes restart. Within a process the monotonic start decides, so that
// jumps of the wall clock have no effect; a new process computes the start from the time in the API.
import type { Now } from './now.ts';

export interface Timer {
  /** The start in milliseconds since the epoch, possibly in an earlier process. */
  readonly sinceMs: number;
  /** The same moment in this process's monotonic time; may lie before the process's start. */
  readonly startMonotonicMs: number;
}

/** A start in the future counts as now, so that never more than the full length is left. */
export function timerSince(sinceMs: number, { wallMs, monotonicMs }: Now): Timer {
  return { sinceMs, startMonotonicMs: monotonicMs - Math.max(wallMs - sinceMs, 0) };
}

/** Tolerance of comparisons: the API keeps microseconds, so that a time is not read as exactly the number written. */
const SAME_MS = 1;

/** Continues the running timer if it has the same start, else starts one. */
export function continuedTimer(running: Timer | undefined, sinceMs: number, now: Now): Timer {
  const isSame = running !== undefined && Math.abs(running.sinceMs - sinceMs) < SAME_MS;
  return isSame ? running : timerSince(sinceMs, now);
}

/** Monotonic time in milliseconds. */
export function dueOf({ startMonotonicMs }: Timer, lengthMs: number): number {
  return startMonotonicMs + lengthMs;
}
