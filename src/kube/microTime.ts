// How does Kubernetes write a time with microseconds?

/** RFC 3339 with six digits of a second, from milliseconds since the epoch with their fraction. */
export function toMicroTime(epochMs: number): string {
  const micros = Math.floor(epochMs * 1000);
  const wholeMs = Math.floor(micros / 1000);
  const rest = String(micros - wholeMs * 1000).padStart(3, '0');
  return new Date(wholeMs).toISOString().replace('Z', `${rest}Z`);
}

/** The inverse, for any RFC 3339 time; NaN for what is none. */
export function parseMicroTime(text: string): number {
  const fraction = /\.\d{3}(\d{1,6})/.exec(text)?.[1] ?? '';
  return Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) + Number(`0.${fraction}0`);
}
