// How is a length of time measured when clocks jump and processes restart? Inside a process the monotonic start decides,
// so that a wall clock that jumps moves nothing; a new process makes the start anew from the time in the API.
import type { Now } from './now.ts';

export interface Timer {
  /** When it began, in milliseconds since the epoch: in another process, perhaps. */
  readonly sinceMs: number;
  /** The same moment in this process's monotonic time, perhaps before it began. */
  readonly startMonotonicMs: number;
}

/** Of what is left of its length, never more than all of it: a beginning in the future counts as now. */
export function timerSince(sinceMs: number, { wallMs, monotonicMs }: Now): Timer {
  return { sinceMs, startMonotonicMs: monotonicMs - Math.max(wallMs - sinceMs, 0) };
}

/** The API keeps microseconds, so that a time that was written is not read as exactly the same number. */
const SAME_MS = 1;

/** Goes on with the running timer where it began at the same time, else starts one. */
export function continuedTimer(running: Timer | undefined, sinceMs: number, now: Now): Timer {
  const isSame = running !== undefined && Math.abs(running.sinceMs - sinceMs) < SAME_MS;
  return isSame ? running : timerSince(sinceMs, now);
}

/** Monotonic time in milliseconds. */
export function dueOf({ startMonotonicMs }: Timer, lengthMs: number): number {
  return startMonotonicMs + lengthMs;
}
