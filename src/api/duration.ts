// Parses Gateway API durations such as `500ms` or `1m30s`.

const DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;
const PART = /([0-9]+)(h|ms|m|s)/g;
const UNIT_MS = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]);

/** The longest duration that a spec may have. The limit of a timer in Node is 24.8 days. */
export const MAX_DURATION_MS = 24 * 3_600_000;

export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** In milliseconds. Throws a RangeError when the text is not a duration. */
export function durationToMs(text: string): number {
  if (!isDuration(text)) {
    throw new RangeError(`Cannot read ${JSON.stringify(text)} as a duration; write, for example, 500ms, 30s or 1m30s`);
  }
  let totalMs = 0;
  for (const [, count, unit = ''] of text.matchAll(PART)) totalMs += Number(count) * (UNIT_MS.get(unit) ?? 0);
  return totalMs;
}
