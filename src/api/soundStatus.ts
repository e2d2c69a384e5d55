// What of a status can be understood? An operator of another version may have written some of it in another way; that is
// left out, since status is written anew after each pass. Only the term must be understood: it is never made anew.
import { ajv } from './ajv.ts';
import { activeStandbyServiceSchema } from './schema.generated.ts';

const vital: ReadonlySet<string> = new Set(['term', 'termHolderUID']);

const isSound = new Map(
  Object.entries(activeStandbyServiceSchema.properties.status.properties)
    .filter(([name]) => !vital.has(name))
    .map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** The same object without the status fields that are not as this version writes them. */
export function withSoundStatus(object: unknown): unknown {
  if (!isRecord(object) || !isRecord(object['status'])) return object;
  const fields = Object.entries(object['status']).filter(([name, value]) => isSound.get(name)?.(value) ?? true);
  return { ...object, status: Object.fromEntries(fields) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
