// Compares JSON values. Unlike isDeepStrictEqual it looks neither at prototypes nor for cycles, and counts as the same what
// is the same on the wire.
import { isRecord } from './isRecord.ts';

/** As the API server would receive them: a field that is undefined counts as absent, and the order of fields not at all. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameJson(item, b[i]));
  return isRecord(a) && isRecord(b) && hasSameFields(a, b);
}

function hasSameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  let count = 0;
  for (const name of Object.keys(a)) {
    if (a[name] === undefined) continue;
    if (!Object.hasOwn(b, name) || !isSameJson(a[name], b[name])) return false;
    count += 1;
  }
  return count === Object.keys(b).filter((name) => b[name] !== undefined).length;
}
