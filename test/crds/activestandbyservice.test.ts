// Rules for every field of the CRD, future ones included.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { childrenOf } from '../../e2e/crd/bounds.ts';
import { crdSchemaOf, type CrdSchema } from '../../scripts/generate/crdSchema.ts';

type Field = readonly [path: string, schema: CrdSchema];

function fieldsOf(schema: CrdSchema, path = ''): readonly Field[] {
  return childrenOf(schema, path).flatMap(([childPath, child]) => [[childPath, child], ...fieldsOf(child, childPath)]);
}

const root = crdSchemaOf(readFileSync('crds/activestandbyservice.yaml', 'utf8'));
const fields = fieldsOf(root);

function pathsWhere(isWrong: (schema: CrdSchema, path: string) => boolean): readonly string[] {
  return fields.filter(([path, schema]) => isWrong(schema, path)).map(([path]) => path);
}

function isNamed(path: string): boolean {
  return !path.endsWith('[]') && !path.endsWith('.*') && path !== 'metadata';
}

/** The API server compares these two with the URL. */
function isOfTheRequest(path: string): boolean {
  return path === 'apiVersion' || path === 'kind';
}

function isOpenString({ type, maxLength, enum: values }: CrdSchema): boolean {
  return type === 'string' && maxLength === undefined && values === undefined;
}

function isOpenNumber({ type, minimum, maximum }: CrdSchema): boolean {
  return type === 'integer' && (minimum === undefined || maximum === undefined);
}

const rootField: Field = ['', root];
const required = new Set(
  [...fields, rootField].flatMap(([path, { required: names = [] }]) =>
    names.map((name) => (path === '' ? name : `${path}.${name}`)),
  ),
);

/** Only the operator writes the status: its scalar fields need no null. */
function isOfSpec(path: string, { type }: CrdSchema): boolean {
  return path.startsWith('spec.') || type === 'array' || type === 'object';
}

function isOptional(path: string, schema: CrdSchema): boolean {
  return isNamed(path) && !required.has(path) && schema.default === undefined;
}

describe('in the CRD', () => {
  test('every field has a description that ends with a full stop', () => {
    expect(pathsWhere(({ description = '' }, path) => isNamed(path) && !/^[A-Z`].*[.]$/s.test(description))).toEqual(
      [],
    );
  });

  test('every string has a maximum length or an enum', () => {
    expect(pathsWhere((schema, path) => isOpenString(schema) && !isOfTheRequest(path))).toEqual([]);
  });

  test('every number has a minimum and a maximum', () => {
    expect(pathsWhere(isOpenNumber)).toEqual([]);
  });

  test('every optional field accepts a null, and no element of a list or map does', () => {
    const wrong = fields.filter(
      ([path, schema]) => isOfSpec(path, schema) && isOptional(path, schema) !== (schema.nullable === true),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  test('every list and map has a maximum size, and every list a type', () => {
    expect(pathsWhere(({ type, maxItems }) => type === 'array' && maxItems === undefined)).toEqual([]);
    expect(pathsWhere((schema) => schema.type === 'array' && schema['x-kubernetes-list-type'] === undefined)).toEqual(
      [],
    );
    expect(pathsWhere((schema) => schema.additionalProperties !== undefined && !schema.maxProperties)).toEqual([]);
  });
});
