// How is a moment written down?
// RFC 3339 in UTC with microseconds, as Kubernetes' MicroTime; inside, milliseconds since the epoch.

export function toTimestamp(ms: number): string {
  const microseconds = Math.round(ms * 1000);
  const wholeMs = Math.floor(microseconds / 1000);
  const rest = String(microseconds - wholeMs * 1000).padStart(3, '0');
  return new Date(wholeMs).toISOString().replace('Z', `${rest}Z`);
}

/** The years that can be written with four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Milliseconds since the epoch, fraction included; undefined when the text is not a time. */
export function fromTimestamp(text: string | undefined): number | undefined {
  const [, seconds, fraction = '0', zone] = pattern.exec(text ?? '') ?? [];
  const wholeMs = Date.parse(`${seconds}${zone}`);
  return wholeMs >= FIRST_MS && wholeMs <= LAST_MS ? wholeMs + Number(`0.${fraction}`) * 1000 : undefined;
}
