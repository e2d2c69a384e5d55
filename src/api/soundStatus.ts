// Drops the status fields that this version cannot read. An operator of another version may have written them;
// dropping them is safe, since each reconcile writes the status again. Only the term must be readable: it cannot be
// recomputed.
import { ajv } from './ajv.ts';
import { isRecord } from './isRecord.ts';
import { activeStandbyServiceSchema } from './schema.generated.ts';

const vital: ReadonlySet<string> = new Set(['term', 'termHolderUID']);

const { status } = activeStandbyServiceSchema.properties;
const fields = Object.entries(status.properties);

const isSound = new Map(
  fields.filter(([name]) => !vital.has(name)).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** The schema for a status after withSoundStatus: only the vital fields can still be wrong. */
export const vitalStatusSchema = {
  ...status,
  properties: Object.fromEntries(fields.filter(([name]) => vital.has(name))),
};

/** A copy of the object without the status fields that break this version's schema. */
export function withSoundStatus(object: unknown): unknown {
  if (!isRecord(object) || !isRecord(object['status'])) return object;
  const sound = Object.entries(object['status']).filter(([name, value]) => isSound.get(name)?.(value) ?? true);
  return { ...object, status: Object.fromEntries(sound) };
}
