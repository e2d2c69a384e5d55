// What is kept of Services, EndpointSlices and our own objects?
// Ours are kept whole, because a PUT sends back what was read; of others' only what tells whose they are.
import { MANAGED_BY_LABEL, MANAGER, SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../api/names.ts';
import { parseActiveStandbyService, type ParseResult } from '../api/validate.ts';
import { controllerOf, isActiveStandbyService } from '../desired/ownership.ts';
import type { KubeObject } from '../kube/wire.ts';
import { metadataOf, type CachedMetadata } from './metadata.ts';

export interface CachedObject {
  readonly metadata: CachedMetadata;
  readonly object: KubeObject;
}

export interface CachedAsvc extends CachedObject {
  readonly generation: number;
  readonly deleting: boolean;
  readonly parsed: ParseResult;
}

export function toCachedAsvc(object: KubeObject): CachedAsvc {
  return {
    metadata: metadataOf(object),
    object: withoutManagedFields(object),
    generation: object.metadata?.generation ?? 0,
    deleting: object.metadata?.deletionTimestamp !== undefined,
    parsed: parseActiveStandbyService(object),
  };
}

export function toCachedService(object: KubeObject): CachedObject {
  return {
    metadata: metadataOf(object),
    object: isClaimed(object, MANAGED_BY_LABEL) ? withoutManagedFields(object) : identityOf(object),
  };
}

export function toCachedSlice(object: KubeObject): CachedObject {
  return {
    metadata: metadataOf(object),
    object: isClaimed(object, SLICE_MANAGED_BY_LABEL) ? withoutManagedFields(object) : identityOf(object),
  };
}

function isClaimed(object: KubeObject, managedByLabel: string): boolean {
  const controller = controllerOf(object);
  const isLabelled = object.metadata?.labels?.[managedByLabel] === MANAGER;
  return isLabelled || (controller !== undefined && isActiveStandbyService(controller));
}

/** managedFields are half of an object, and a PUT without them leaves them as they are. */
function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function identityOf({ apiVersion, kind, metadata = {} }: KubeObject): KubeObject {
  const { namespace, name, uid, resourceVersion, ownerReferences, labels = {} } = metadata;
  const kept = [SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL, MANAGED_BY_LABEL].filter((key) =>
    Object.hasOwn(labels, key),
  );
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
      labels: Object.fromEntries(kept.map((key) => [key, labels[key] ?? ''])),
    },
  };
}
