// How long to wait before the next try?

export interface BackoffOptions {
  readonly baseMs: number;
  readonly ceilingMs: number;
}

/** Doubles with each failure up to the ceiling; between half and all of it, so that many who failed together part. */
export function backoffMs(options: BackoffOptions, failures: number, random: () => number): number {
  const fullMs = Math.min(options.ceilingMs, options.baseMs * 2 ** Math.max(failures - 1, 0));
  return fullMs * (0.5 + random() / 2);
}
