// Removes optional fields that are null: templates write them for absent values, and the API server stores them.
// Null elements of lists and values of maps stay, so that the schema refuses them.

interface Schema {
  readonly type?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

export function withoutNulls(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, schema.items ?? {}));
  const { properties, required = [] } = schema;
  if (typeof value !== 'object' || value === null || properties === undefined) return value;
  const kept = Object.entries(value).filter(([name, field]) => field !== null || required.includes(name));
  return Object.fromEntries(
    kept.map(([name, field]) => [
      name,
      Object.hasOwn(properties, name) ? withoutNulls(field, properties[name] ?? {}) : field,
    ]),
  );
}

/** Anywhere in a JSON value. */
export function hasNulls(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNulls);
}
