// Jittered exponential backoff.

export interface BackoffOptions {
  readonly baseMs: number;
  readonly ceilingMs: number;
}

/** Doubles with each failure up to the ceiling; returns 50 to 100 % of it, so that simultaneous failures spread. */
export function backoffMs(options: BackoffOptions, failures: number, random: () => number): number {
  const fullMs = Math.min(options.ceilingMs, options.baseMs * 2 ** Math.max(failures - 1, 0));
  return fullMs * (0.5 + random() / 2);
}
