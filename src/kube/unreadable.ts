// An object that was sent, but could not be understood.
import type { ObjectName } from './resource.ts';
import type { KubeObject } from './wire.ts';

export interface Unreadable {
  /** Undefined when even that cannot be told. */
  readonly name: ObjectName | undefined;
  readonly error: unknown;
}

export function nameOf({ metadata }: KubeObject): ObjectName {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}
