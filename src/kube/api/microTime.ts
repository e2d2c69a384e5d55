// How does Kubernetes write a time with microseconds?

/** RFC 3339 with six digits of a second, from milliseconds since the epoch with their fraction. */
export function toMicroTime(epochMs: number): string {
  const micros = Math.round(epochMs * 1000);
  const wholeMs = Math.floor(micros / 1000);
  const rest = String(micros - wholeMs * 1000).padStart(3, '0');
  return new Date(wholeMs).toISOString().replace('Z', `${rest}Z`);
}
