// Server-side apply as a single manager sees it: removes what the manager applied before and does not apply now, and
// keeps what others added.
import { clone, fieldsOf, isFields, type Fields } from './object.ts';

/** Lists that are merged item by item, and the keys of their items; all other lists are replaced. */
const listKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['ports', ['port', 'protocol']],
  ['ownerReferences', ['uid']],
  ['conditions', ['type']],
]);

/** The live object after `next` was applied by a manager that had applied `previous` before. */
export function applied(live: Fields, previous: Fields, next: Fields): Fields {
  const dropped = Object.keys(previous).filter((name) => !Object.hasOwn(next, name));
  const merged = new Map(Object.entries(clone(live)));
  for (const name of dropped) {
    const rest = remaining(name, merged.get(name), previous[name]);
    if (rest === undefined) merged.delete(name);
    else merged.set(name, rest);
  }
  for (const [name, value] of Object.entries(next)) {
    merged.set(name, appliedValue(name, { live: merged.get(name), previous: previous[name], next: value }));
  }
  return Object.fromEntries(merged);
}

interface Versions {
  readonly live: unknown;
  readonly previous: unknown;
  readonly next: unknown;
}

function appliedValue(name: string, { live, previous, next }: Versions): unknown {
  if (isFields(next)) return applied(fieldsOf(live), fieldsOf(previous), next);
  const keys = listKeys.get(name);
  return keys === undefined || !Array.isArray(next) ? next : appliedList(keys, { live, previous, next });
}

function appliedList(keys: readonly string[], versions: Versions): readonly Fields[] {
  const merged = new Map(itemsOf(versions.live, keys));
  const previous = itemsOf(versions.previous, keys);
  const next = itemsOf(versions.next, keys);
  for (const key of previous.keys()) if (!next.has(key)) merged.delete(key);
  for (const [key, item] of next) merged.set(key, applied(merged.get(key) ?? {}, previous.get(key) ?? {}, item));
  return [...merged.values()];
}

/** What is left of a field that the manager gives up. */
function remaining(name: string, live: unknown, previous: unknown): unknown {
  const keys = listKeys.get(name);
  if (keys !== undefined) return notEmpty(appliedList(keys, { live, previous, next: [] }));
  return isFields(live) && isFields(previous) ? notEmpty(applied(live, previous, {})) : undefined;
}

function notEmpty(value: object): object | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function itemsOf(list: unknown, keys: readonly string[]): ReadonlyMap<string, Fields> {
  const items = Array.isArray(list) ? list.map(fieldsOf) : [];
  return new Map(items.map((item) => [JSON.stringify(keys.map((key) => item[key] ?? defaultOf(key))), item]));
}

function defaultOf(key: string): string {
  return key === 'protocol' ? 'TCP' : '';
}
