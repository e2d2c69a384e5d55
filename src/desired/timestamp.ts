// Parses RFC 3339 timestamps with up to nine fractional digits into milliseconds since the epoch.

/** The range of years with four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch, fraction included; undefined when the text is not a time. */
export function fromTimestamp(text: string | undefined): number | undefined {
  const [, seconds, fraction = '0', zone] = pattern.exec(text ?? '') ?? [];
  const wholeMs = Date.parse(`${seconds}${zone}`);
  return wholeMs >= FIRST_MS && wholeMs <= LAST_MS ? wholeMs + Number(`0.${fraction}`) * 1000 : undefined;
}
