// Quantiles of durations that were really measured: no interpolation, no mean.
export interface Summary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export function summaryOf(durations: readonly number[]): Summary {
  const sorted = durations.toSorted((a, b) => a - b);
  return {
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  };
}

/** The smallest value that at least this share of all values does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  const index = Math.max(Math.ceil(sorted.length * share) - 1, 0);
  return sorted[index] ?? NaN;
}
