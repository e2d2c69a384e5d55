// The rules and bounds of the CRD, each with the message with which the API server refuses a violation.
import type { CrdSchema } from '../../scripts/generate/crdSchema.ts';

export interface Bound {
  /** Such as `spec.service.ports[].port`; `*` is any key of a map; empty is the whole object. */
  readonly path: string;
  /** The keyword of the schema, or the message of a CEL rule. */
  readonly rule: string;
  /** A part of the API server's message. */
  readonly says: string;
}

type Words = Readonly<Record<string, (schema: CrdSchema) => string | undefined>>;

const KEYWORDS: Words = {
  minimum: ({ minimum }) => words(minimum, (limit) => `should be greater than or equal to ${limit}`),
  maximum: ({ maximum }) => words(maximum, (limit) => `should be less than or equal to ${limit}`),
  minLength: ({ minLength }) => words(minLength, (limit) => `should be at least ${limit} chars long`),
  maxLength: ({ maxLength }) => words(maxLength, (limit) => `may not be more than ${limit} bytes`),
  maxItems: ({ maxItems }) => words(maxItems, (limit) => `must have at most ${limit} items`),
  maxProperties: ({ maxProperties }) => words(maxProperties, (limit) => `must have at most ${limit} items`),
  pattern: ({ pattern }) => words(pattern, (regex) => `should match '${regex}'`),
  format: ({ format }) => (format === 'date-time' ? 'must be of type date-time' : undefined),
  enum: (schema) =>
    words(schema.enum, (values) => `supported values: ${values.map((value) => `"${value}"`).join(', ')}`),
  'list of unique items': (schema) =>
    ['map', 'set'].includes(schema['x-kubernetes-list-type'] ?? '') ? 'Duplicate value' : undefined,
};

function words<T>(limit: T | undefined, say: (limit: T) => string): string | undefined {
  return limit === undefined ? undefined : say(limit);
}

export function boundsOf(schema: CrdSchema, path = ''): readonly Bound[] {
  return [...keywordBounds(schema, path), ...celBounds(schema, path), ...requiredBounds(schema, path)].concat(
    childrenOf(schema, path).flatMap(([childPath, child]) => boundsOf(child, childPath)),
  );
}

function keywordBounds(schema: CrdSchema, path: string): readonly Bound[] {
  return Object.entries(KEYWORDS).flatMap(([rule, wordsOf]) => {
    const says = wordsOf(schema);
    return says === undefined ? [] : [{ path, rule, says }];
  });
}

function celBounds(schema: CrdSchema, path: string): readonly Bound[] {
  return (schema['x-kubernetes-validations'] ?? []).map(({ rule, message }) => {
    if (message === undefined) throw new Error(`The rule ${rule} at ${path} has no message`);
    return { path, rule: message, says: message };
  });
}

function requiredBounds(schema: CrdSchema, path: string): readonly Bound[] {
  return (schema.required ?? []).map((name) => ({ path: join(path, name), rule: 'required', says: 'Required value' }));
}

export function childrenOf(schema: CrdSchema, path: string): readonly (readonly [string, CrdSchema])[] {
  const { properties = {}, items, additionalProperties } = schema;
  return [
    ...Object.entries(properties).map(([name, child]) => [join(path, name), child] as const),
    ...(items === undefined ? [] : [[`${path}[]`, items] as const]),
    ...(additionalProperties === undefined ? [] : [[join(path, '*'), additionalProperties] as const]),
  ];
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
