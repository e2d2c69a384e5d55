// Spreads periodic work, so that not all replicas act at the same time.

/** The period, up to `part` (0 to 1) shorter or longer. */
export function jittered(periodMs: number, part: number, random: () => number): number {
  return periodMs * (1 - part + 2 * part * random());
}
