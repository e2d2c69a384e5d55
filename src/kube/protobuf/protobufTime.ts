// Converts seconds since 1970 to RFC 3339, whose years have four digits.

const FIRST_SECONDS = Date.parse('0000-01-01T00:00:00Z') / 1000;
const LAST_SECONDS = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** Undefined outside of the years 0000 to 9999. */
export function timeOfSeconds(seconds: number): string | undefined {
  if (!(seconds >= FIRST_SECONDS && seconds <= LAST_SECONDS)) return undefined;
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`;
}
