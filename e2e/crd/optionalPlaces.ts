// The optional fields of an object, named by their places, such as `spec.service.ports[0].name`.
import type { CrdSchema } from '../../scripts/generate/crdSchema.ts';

export function optionalPlaces(schema: CrdSchema, value: unknown, place = ''): readonly string[] {
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return value.flatMap((item, index) => optionalPlaces(items, item, `${place}[${index}]`));
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const child = fieldOf(value, name);
    if (child === undefined) return [];
    const at = place === '' ? name : `${place}.${name}`;
    const deeper = optionalPlaces(field, child, at);
    return schema.required?.includes(name) === true || name === 'metadata' ? deeper : [at, ...deeper];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return fields.get(name);
}
