// How is something ended that takes too long?
import type { Clock } from './clock.ts';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Aborts too. */
  readonly signal?: AbortSignal | undefined;
}

/** Nothing came for too long: the connection may be dead. */
export class SilenceError extends Error {
  override readonly name: string = 'SilenceError';
}

export class DeadlineError extends SilenceError {
  override readonly name = 'DeadlineError';
}

/** Runs something under a signal that is aborted at the deadline, or when the given signal is. */
export async function withDeadline<T>(options: DeadlineOptions, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, deadlineMs, signal } = options;
  const late = new AbortController();
  const cancel = clock.setTimer(deadlineMs, () => late.abort(new DeadlineError(`no answer within ${deadlineMs} ms`)));
  try {
    return await run(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}
