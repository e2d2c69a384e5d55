// MicroTime, the time format of Kubernetes with microseconds.

/** RFC 3339 with six decimals, from fractional milliseconds since the epoch. */
export function toMicroTime(epochMs: number): string {
  const micros = Math.round(epochMs * 1000);
  const wholeMs = Math.floor(micros / 1000);
  const rest = String(micros - wholeMs * 1000).padStart(3, '0');
  return new Date(wholeMs).toISOString().replace('Z', `${rest}Z`);
}
