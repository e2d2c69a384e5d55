// Finds the name of the object in a protobuf message, also in one that is damaged after the name.
import type { ObjectName } from '../resource.ts';
import { message, readMessage, shape, text } from './protobuf.ts';

/** Undefined when the name cannot be read. */
export function nameInMessage(bytes: Buffer): ObjectName | undefined {
  const found = new Map<string, unknown>();
  const recorded = (key: string): ReturnType<typeof text> => {
    const field = text(key);
    return { ...field, read: (cursor, end) => found.set(key, field.read(cursor, end)) };
  };
  try {
    const metadata = shape({ 1: recorded('name'), 3: recorded('namespace') });
    readMessage(bytes, shape({ 1: message('metadata', metadata) }), {});
  } catch {
    // The name comes first, so it has been read if that is possible.
  }
  const [namespace, name] = [found.get('namespace'), found.get('name')];
  if (typeof name !== 'string') return undefined;
  return { namespace: typeof namespace === 'string' ? namespace : '', name };
}
