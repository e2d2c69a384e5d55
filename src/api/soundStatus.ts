// What of a status can be understood? An operator of another version may have written some of it in another way; that is
// left out, since status is written anew after each reconcile. Only the term must be understood: it is never made anew.
import { ajv } from './ajv.ts';
import { isRecord } from './isRecord.ts';
import { activeStandbyServiceSchema } from './schema.generated.ts';

const vital: ReadonlySet<string> = new Set(['term', 'termHolderUID']);

const { status } = activeStandbyServiceSchema.properties;
const fields = Object.entries(status.properties);

const isSound = new Map(
  fields.filter(([name]) => !vital.has(name)).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** What is left to ask of a status that has been through withSoundStatus. */
export const vitalStatusSchema = {
  ...status,
  properties: Object.fromEntries(fields.filter(([name]) => vital.has(name))),
};

/** The same object without the status fields that are not as this version writes them. */
export function withSoundStatus(object: unknown): unknown {
  if (!isRecord(object) || !isRecord(object['status'])) return object;
  const sound = Object.entries(object['status']).filter(([name, value]) => isSound.get(name)?.(value) ?? true);
  return { ...object, status: Object.fromEntries(sound) };
}
