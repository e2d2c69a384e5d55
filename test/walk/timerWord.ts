// A timer of the walk is running or over; no time is counted. Besides, a word says which clock measures it.
import type { Timer } from '../../src/election/timer.ts';
import type { Now } from '../../src/election/now.ts';

/**
 * As it is: the process measures it, and the wall clock agrees. With *: the wall clock has jumped and says the
 * opposite. With ?: the process knows nothing of it, so that the time in the API is all there is.
 */
export const timerWords = ['none', 'runs', 'over', 'runs*', 'over*', 'runs?', 'over?'] as const;

export type TimerWord = (typeof timerWords)[number];

/** One moment for all states; timers begin before it. */
export const NOW: Now = { wallMs: Date.parse('2026-01-01T00:00:00Z'), monotonicMs: 1_000_000_000 };

const HOUR_MS = 3_600_000;

export function isOver(word: TimerWord): boolean {
  return word.startsWith('over');
}

/** When it began by the time in the API; a timer that runs ends with the next millisecond. */
export function sinceOf(word: TimerWord, lengthMs: number): number {
  if (word === 'runs*') return NOW.wallMs - lengthMs - HOUR_MS;
  if (word === 'over*') return NOW.wallMs + HOUR_MS;
  return NOW.wallMs - (isOver(word) ? lengthMs : lengthMs - 1);
}

/** The timer that the process remembers. */
export function timerOf(word: TimerWord, lengthMs: number): Timer | undefined {
  if (word === 'none' || word.endsWith('?')) return undefined;
  const elapsedMs = isOver(word) ? lengthMs : lengthMs - 1;
  return { sinceMs: sinceOf(word, lengthMs), startMonotonicMs: NOW.monotonicMs - elapsedMs };
}

export function toTimerWord({ sinceMs, startMonotonicMs }: Timer, lengthMs: number): TimerWord {
  const word = NOW.monotonicMs - startMonotonicMs >= lengthMs ? 'over' : 'runs';
  const isOverByWall = NOW.wallMs - sinceMs >= lengthMs;
  return isOverByWall === (word === 'over') ? word : `${word}*`;
}

/** The word of a timer that only the API has. */
export function toReportedWord(sinceMs: number | undefined, lengthMs: number): TimerWord {
  if (sinceMs === undefined) return 'none';
  return NOW.wallMs - sinceMs >= lengthMs ? 'over?' : 'runs?';
}

/** The word of a timer that the API has and the process may remember. */
export function toKnownWord(sinceMs: number | undefined, timer: Timer | undefined, lengthMs: number): TimerWord {
  return sinceMs !== undefined && timer?.sinceMs === sinceMs
    ? toTimerWord(timer, lengthMs)
    : toReportedWord(sinceMs, lengthMs);
}

/** How a change affects a timer; other words stay. */
type Course = Readonly<Partial<Record<TimerWord, TimerWord>>>;

export const passing: Course = { runs: 'over', 'runs*': 'over', 'over*': 'over', 'runs?': 'over?' };
export const clockForward: Course = { runs: 'runs*', 'over*': 'over', 'runs?': 'over?' };
export const clockBack: Course = { over: 'over*', 'runs*': 'runs', 'over?': 'runs?' };
export const forgetting: Course = { runs: 'runs?', 'runs*': 'over?', over: 'over?', 'over*': 'runs?' };
