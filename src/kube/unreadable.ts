// An object in a response that could not be decoded.
import type { ObjectName } from './resource.ts';
import type { KubeObject } from './wire.ts';

export interface Unreadable {
  /** Undefined: unknown. */
  readonly name: ObjectName | undefined;
  readonly error: unknown;
}

export function nameOf({ metadata }: KubeObject): ObjectName {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}
