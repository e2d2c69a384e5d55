import { describe, expect, test } from '@jest/globals';
import { crdSchemaOf, type CrdSchema } from '../../scripts/generate/crdSchema.ts';
import { toFieldTable } from '../../scripts/generate/fieldTable.ts';
import { toJsonSchema } from '../../scripts/generate/jsonSchema.ts';
import { replaceMarked } from '../../scripts/generate/markedText.ts';
import { toTypeScript } from '../../scripts/generate/typescript.ts';

const CRD = `
kind: CustomResourceDefinition
spec:
  versions:
    - schema:
        openAPIV3Schema:
          title: Lamp
          description: A lamp.
          type: object
          required: [spec]
          properties:
            metadata: {type: object}
            spec:
              title: LampSpec
              description: What the lamp is.
              type: object
              required: [bulbs]
              x-kubernetes-validations: [{rule: 'true', message: always}]
              properties:
                bulbs:
                  description: The bulbs | lights.
                  type: array
                  maxItems: 3
                  x-kubernetes-list-type: atomic
                  items: &bulb
                    title: Bulb
                    description: One light.
                    type: object
                    properties:
                      color: {description: Its color., type: string, enum: [Red, Blue], default: Red}
                      socket: {description: Its socket., x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}], minimum: 1, maximum: 9, maxLength: 4}
                spare: *bulb
                tags: {description: Words on it., type: object, maxProperties: 2, additionalProperties: {type: string}}
                names: {description: Its names., type: array, x-kubernetes-list-type: set, items: {type: string}}
                on: {description: Whether it shines., type: boolean, default: false}
`;

const TYPES = `// Generated from crds/activestandbyservice.yaml by \`npm run generate\`. Do not edit.
import type { ObjectMetadata } from './objectMetadata.ts';

/** A lamp. */
export interface Lamp {
  readonly metadata: ObjectMetadata;
  /** What the lamp is. */
  readonly spec: LampSpec;
}

/** What the lamp is. */
export interface LampSpec {
  /** The bulbs | lights. */
  readonly bulbs: readonly Bulb[];
  /** One light. */
  readonly spare?: Bulb;
  /** Words on it. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Its names. */
  readonly names?: readonly string[];
  /** Whether it shines. */
  readonly on: boolean;
}

/** One light. */
export interface Bulb {
  /** Its color. */
  readonly color: 'Red' | 'Blue';
  /** Its socket. */
  readonly socket?: number | string;
}
`;

const TABLE = `| Field | Value | Default | Meaning |
| --- | --- | --- | --- |
| \`spec.bulbs[]\` | list, at most 3 | required | The bulbs \\| lights. |
| \`spec.bulbs[].color\` | \`Red\`, \`Blue\` | \`Red\` | Its color. |
| \`spec.bulbs[].socket\` | number from 1 to 9 or name, at most 4 characters |  | Its socket. |
| \`spec.spare\` | object |  | One light. Its fields are those of \`spec.bulbs[]\`. |
| \`spec.tags\` | map of strings, at most 2 |  | Words on it. |
| \`spec.names[]\` | list |  | Its names. |
| \`spec.on\` | \`true\`, \`false\` | \`false\` | Whether it shines. |
`;

describe('for a small CRD', () => {
  const schema = crdSchemaOf(CRD);

  test('the generator writes exactly these types', () => {
    expect(toTypeScript(schema)).toBe(TYPES);
  });

  test('the generator writes exactly this table', () => {
    expect(toFieldTable(schema)).toBe(TABLE);
  });

  test('the generator writes a JSON schema without Kubernetes extensions', () => {
    const bulb = {
      type: 'object',
      properties: {
        color: { type: 'string', enum: ['Red', 'Blue'], default: 'Red' },
        socket: { type: ['integer', 'string'], minimum: 1, maximum: 9, maxLength: 4 },
      },
    };
    expect(toJsonSchema(schema).properties?.['spec']).toEqual({
      type: 'object',
      required: ['bulbs'],
      properties: {
        bulbs: { type: 'array', maxItems: 3, items: bulb },
        spare: bulb,
        tags: { type: 'object', maxProperties: 2, additionalProperties: { type: 'string' } },
        names: { type: 'array', uniqueItems: true, items: { type: 'string' } },
        on: { type: 'boolean', default: false },
      },
    });
  });
});

function object(fields: Record<string, CrdSchema>): CrdSchema {
  return { type: 'object', title: 'A', properties: fields };
}

describe('the generator refuses', () => {
  test.each<[string, CrdSchema, string]>([
    ['an object without a title', object({ b: { type: 'object', properties: {} } }), 'object without a title'],
    ['a list without items', object({ b: { type: 'array' } }), 'list without items'],
    ['a field without a type', object({ b: {} }), 'field without a type'],
    ['two objects of one title', object({ b: object({ c: { type: 'string' } }) }), 'two different objects'],
  ])('%s', (_, schema, reason) => {
    expect(() => toTypeScript(schema)).toThrow(reason);
  });

  test('a CRD with two versions, and other kinds', () => {
    expect(() => crdSchemaOf('kind: CustomResourceDefinition\nspec: {versions: [{}, {}]}')).toThrow('one version');
    expect(() => crdSchemaOf('kind: Service')).toThrow('not a CustomResourceDefinition');
  });
});

test('a long description becomes a comment of several lines within the limit', () => {
  const description = 'word '.repeat(60).trim();
  const lines = toTypeScript({ type: 'object', title: 'A', description, properties: {} }).split('\n');
  expect(lines).toContain('/**');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
});

describe('replaceMarked', () => {
  test('changes only the text between the markers', () => {
    const document = 'a\n<!-- t:start -->\nold\n<!-- t:end -->\nb\n';
    expect(replaceMarked(document, 't', 'new\n')).toBe('a\n<!-- t:start -->\nnew\n<!-- t:end -->\nb\n');
  });

  test('fails when the markers are missing', () => {
    expect(() => replaceMarked('a', 't', 'new')).toThrow('Cannot find <!-- t:start -->');
  });
});
