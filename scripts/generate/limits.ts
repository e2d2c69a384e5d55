// Describes the values that a field may have, in a few words.
import type { CrdSchema, FieldType } from './crdSchema.ts';

const LIMITS: Readonly<Record<FieldType, (field: CrdSchema) => string>> = {
  array: ({ maxItems }) => `list${atMost(maxItems, '')}`,
  object: ({ additionalProperties, maxProperties }) =>
    additionalProperties === undefined ? 'object' : `map of strings${atMost(maxProperties, '')}`,
  integer: (field) => `number${rangeOf(field)}`,
  string: stringOf,
  boolean: () => '`true`, `false`',
};

export function limitsOf(field: CrdSchema): string {
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field['x-kubernetes-int-or-string'] === true) return `number${rangeOf(field)} or name${lengthOf(field)}`;
  return field.type === undefined ? '' : LIMITS[field.type](field);
}

function stringOf(field: CrdSchema): string {
  if (field.format === 'date-time') return 'time';
  return field.pattern?.includes('(h|m|s|ms)') === true ? 'duration' : `string${lengthOf(field)}`;
}

function rangeOf({ minimum, maximum }: CrdSchema): string {
  if (minimum === undefined || maximum === undefined || maximum === Number.MAX_SAFE_INTEGER) return '';
  return ` from ${minimum} to ${maximum}`;
}

function lengthOf({ maxLength }: CrdSchema): string {
  return atMost(maxLength, ' characters');
}

function atMost(count: number | undefined, unit: string): string {
  return count === undefined ? '' : `, at most ${count}${unit}`;
}
