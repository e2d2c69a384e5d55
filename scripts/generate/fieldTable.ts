// The table of all fields: one row per field, in the order and words of the CRD.
import type { CrdSchema } from './crdSchema.ts';
import { limitsOf } from './limits.ts';
import { tableHead, tableRow } from './tableRow.ts';

interface Row {
  readonly path: string;
  readonly field: CrdSchema;
  readonly isRequired: boolean;
  /** Where the same object was described before. */
  readonly sameAs: string | undefined;
}

export function toFieldTable(root: CrdSchema): string {
  const { spec, status } = root.properties ?? {};
  return [toSection('spec', spec), toSection('status', status)].filter((section) => section !== '').join('\n');
}

function toSection(name: string, schema: CrdSchema | undefined): string {
  if (schema === undefined) return '';
  const rows = rowsOf(name, schema, new Map());
  return tableHead(['Field', 'Value', 'Default', 'Meaning']) + rows.map(toLine).join('');
}

function rowsOf(path: string, parent: CrdSchema, described: Map<string, string>): readonly Row[] {
  return Object.entries(parent.properties ?? {}).flatMap(([name, field]) => {
    const object = field.items ?? field;
    const row = {
      path: `${path}.${name}${field.type === 'array' ? '[]' : ''}`,
      field,
      isRequired: parent.required?.includes(name) === true,
      sameAs: described.get(object.title ?? ''),
    };
    if (row.sameAs !== undefined) return [row];
    if (object.title !== undefined) described.set(object.title, row.path);
    return [row, ...rowsOf(row.path, object, described)];
  });
}

function toLine({ path, field, isRequired, sameAs }: Row): string {
  const like = sameAs === undefined ? '' : ` Its fields are those of \`${sameAs}\`.`;
  return tableRow([
    `\`${path}\``,
    limitsOf(field),
    isRequired ? 'required' : defaultOf(field),
    `${field.description ?? ''}${like}`,
  ]);
}

function defaultOf(field: CrdSchema): string {
  return field.default === undefined || typeof field.default === 'object' ? '' : `\`${field.default}\``;
}
