// Generates TypeScript from the CRD. Every object with a title becomes an exported interface; a field with a default is
// always present, because validation fills it.
import { docComment } from './docComment.ts';
import type { CrdSchema, FieldType } from './crdSchema.ts';

const HEADER = `// Generated from crds/activestandbyservice.yaml by \`npm run generate\`. Do not edit.
import type { ObjectMetadata } from './objectMetadata.ts';
`;

type Interfaces = Map<string, string>;

export function toTypeScript(root: CrdSchema): string {
  const interfaces: Interfaces = new Map();
  collectInterfaces(root, interfaces);
  return [HEADER, ...interfaces.values()].join('\n');
}

function collectInterfaces(schema: CrdSchema, interfaces: Interfaces): void {
  if (schema.title !== undefined) addInterface(schema.title, schema, interfaces);
  for (const child of childrenOf(schema)) collectInterfaces(child, interfaces);
}

function childrenOf(schema: CrdSchema): readonly CrdSchema[] {
  const { properties = {}, items, additionalProperties } = schema;
  return [...Object.values(properties), items, additionalProperties].filter((child) => child !== undefined);
}

function addInterface(title: string, schema: CrdSchema, interfaces: Interfaces): void {
  const text = toInterface(title, schema);
  if ((interfaces.get(title) ?? text) !== text) {
    throw new Error(`Cannot generate interface ${title}: two different objects have this title`);
  }
  interfaces.set(title, text);
}

function toInterface(title: string, schema: CrdSchema): string {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => toField(name, field, schema));
  return `${docComment(schema.description, '')}export interface ${title} {\n${fields.join('')}}\n`;
}

function toField(name: string, field: CrdSchema, parent: CrdSchema): string {
  if (isObjectMetadata(name, field)) return '  readonly metadata: ObjectMetadata;\n';
  const always = field.default !== undefined || parent.required?.includes(name) === true;
  return `${docComment(field.description, '  ')}  readonly ${name}${always ? '' : '?'}: ${toType(field)};\n`;
}

/** A CRD must leave metadata open: its fields are defined by Kubernetes. */
function isObjectMetadata(name: string, field: CrdSchema): boolean {
  return name === 'metadata' && field.type === 'object' && field.properties === undefined;
}

const TYPES: Readonly<Record<FieldType, (schema: CrdSchema) => string>> = {
  object: toObjectType,
  array: (schema) => `readonly ${inParentheses(toType(itemsOf(schema)))}[]`,
  integer: () => 'number',
  string: () => 'string',
  boolean: () => 'boolean',
};

function toType(schema: CrdSchema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.type === undefined) throw new Error(`Cannot generate a field without a type: ${JSON.stringify(schema)}`);
  return TYPES[schema.type](schema);
}

function toObjectType(schema: CrdSchema): string {
  if (schema.additionalProperties !== undefined) {
    return `Readonly<Record<string, ${toType(schema.additionalProperties)}>>`;
  }
  if (schema.title === undefined) {
    throw new Error(`Cannot generate a type for an object without a title: ${JSON.stringify(schema)}`);
  }
  return schema.title;
}

function itemsOf(schema: CrdSchema): CrdSchema {
  if (schema.items === undefined) throw new Error(`Cannot generate a list without items: ${JSON.stringify(schema)}`);
  return schema.items;
}

function inParentheses(type: string): string {
  return type.includes(' ') ? `(${type})` : type;
}
