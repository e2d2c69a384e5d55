// Aborts work at a deadline.
import type { Clock } from './clock.ts';
import { withSignals, type LinkedAbort } from './linkedAbort.ts';

interface DeadlineOptions {
  readonly clock: Clock;
  readonly deadlineMs: number;
  /** Aborts the work as well. */
  readonly signal?: AbortSignal | undefined;
}

/** No data for too long: the connection may be dead. */
export class SilenceError extends Error {
  override readonly name: string = 'SilenceError';
}

export class DeadlineError extends SilenceError {
  override readonly name = 'DeadlineError';
}

/** Calls `run` with a signal that is aborted at the deadline, by a DeadlineError, or with the given signal. */
export async function withDeadline<T>(options: DeadlineOptions, run: (late: LinkedAbort) => Promise<T>): Promise<T> {
  const { clock, deadlineMs, signal } = options;
  return withSignals([signal], async (late) => {
    const cancel = clock.setTimer(deadlineMs, () => late.abort(new DeadlineError(`no answer within ${deadlineMs} ms`)));
    try {
      return await run(late);
    } finally {
      cancel();
    }
  });
}
