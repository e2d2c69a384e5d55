// The timing of leader election, and which settings of it are safe.

/** In milliseconds. */
export interface LeaseTiming {
  /** Followers acquire a Lease that has not changed for this time. The Lease holds whole seconds: it is rounded up. */
  readonly leaseDurationMs: number;
  /** A leader that could not renew for this time stops writing. */
  readonly renewDeadlineMs: number;
  /** Between two renewals, and between two attempts to acquire. */
  readonly retryPeriodMs: number;
}

/** The time between two attempts is up to a fifth shorter or longer, so that two processes do not stay in step. */
export const JITTER = 0.2;

/** Why these settings are refused; undefined: valid. Safety rests on renewDeadlineMs < leaseDurationMs. */
export function timingProblem({ leaseDurationMs, renewDeadlineMs, retryPeriodMs }: LeaseTiming): string | undefined {
  if (leaseDurationMs < 1000) return 'the lease duration must be at least 1s';
  if (retryPeriodMs <= 0) return 'the retry period must be more than 0s';
  if (renewDeadlineMs >= leaseDurationMs) return 'the renew deadline must be shorter than the lease duration';
  if (retryPeriodMs >= renewDeadlineMs) return 'the retry period must be shorter than the renew deadline';
  return undefined;
}
