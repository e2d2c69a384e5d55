// The metadata that every cached object must have. The API always sends it.
import type { KubeObject } from '../../kube/wire.ts';

export interface CachedMetadata {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export class MetadataError extends Error {
  override readonly name = 'MetadataError';
}

/** Throws a MetadataError when a field is missing. */
export function metadataOf({ kind, metadata }: KubeObject): CachedMetadata {
  const { namespace = '', name, uid, resourceVersion } = metadata ?? {};
  if (name === undefined || uid === undefined || resourceVersion === undefined) {
    throw new MetadataError(`Cannot cache ${kind ?? 'an object'} ${namespace}/${name}: it has no name, UID or version`);
  }
  return { namespace, name, uid, resourceVersion };
}
