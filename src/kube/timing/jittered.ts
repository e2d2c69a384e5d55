// A period that is up to such a part shorter or longer, so that not all who wait for it act at the same moments.

export function jittered(periodMs: number, part: number, random: () => number): number {
  return periodMs * (1 - part + 2 * part * random());
}
