// How long may a leader be silent, and how often does it renew?

/** In milliseconds. */
export interface LeaseTiming {
  /** Others take the Lease when it has not changed for so long. */
  readonly leaseDurationMs: number;
  /** A leader that could not renew for so long stops writing. */
  readonly renewDeadlineMs: number;
  /** Between two renewals, and between two tries. */
  readonly retryPeriodMs: number;
}

/** No two processes try at the same moment for ever: a period is up to a fifth shorter or longer. */
export const JITTER = 0.2;

/** What is wrong with these settings; undefined: nothing. The gap between the first two is what makes it safe. */
export function timingProblem({ leaseDurationMs, renewDeadlineMs, retryPeriodMs }: LeaseTiming): string | undefined {
  if (leaseDurationMs < 1000) return 'the lease duration must be at least 1s';
  if (retryPeriodMs <= 0) return 'the retry period must be more than 0s';
  if (renewDeadlineMs >= leaseDurationMs) return 'the renew deadline must be shorter than the lease duration';
  if (retryPeriodMs * (1 + JITTER) >= renewDeadlineMs)
    return `the retry period must be shorter than the renew deadline by more than a factor of ${1 + JITTER}`;
  return undefined;
}
