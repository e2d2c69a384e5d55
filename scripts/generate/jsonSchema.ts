// Converts the CRD's schema to JSON schema. CEL rules and lists by key have no counterpart there.
import type { CrdSchema } from './crdSchema.ts';

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly [keyword: string]: unknown;
}

const HEADER = '// Generated from crds/activestandbyservice.yaml by `npm run generate`. Do not edit.\n';

export function toSchemaModule(root: CrdSchema): string {
  return `${HEADER}export const activeStandbyServiceSchema = ${JSON.stringify(toJsonSchema(root), null, 2)};\n`;
}

export function toJsonSchema(schema: CrdSchema): JsonSchema {
  return {
    ...typeOf(schema),
    ...keywordsOf(schema),
    ...(schema['x-kubernetes-list-type'] === 'set' && { uniqueItems: true }),
    ...(schema.properties && { properties: mapValues(schema.properties, toJsonSchema) }),
    ...(schema.items && { items: toJsonSchema(schema.items) }),
    ...(schema.additionalProperties && { additionalProperties: toJsonSchema(schema.additionalProperties) }),
  };
}

function typeOf(schema: CrdSchema): JsonSchema {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  return schema.type === undefined ? {} : { type: schema.type };
}

const KEYWORDS = [
  'format',
  'enum',
  'default',
  'required',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'maxItems',
  'maxProperties',
  'pattern',
] as const;

function keywordsOf(schema: CrdSchema): JsonSchema {
  const present = KEYWORDS.filter((keyword) => schema[keyword] !== undefined);
  return Object.fromEntries(present.map((keyword) => [keyword, schema[keyword]]));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
