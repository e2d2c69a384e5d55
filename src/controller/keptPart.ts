// Which part of a Service or EndpointSlice is worth keeping?
import { MANAGED_BY_LABEL, MANAGER, SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../api/names.ts';
import { controllerOf, isActiveStandbyService } from '../desired/ownership.ts';
import type { KubeObject } from '../kube/wire.ts';

/** Of ours all; of others' only what tells whose they are. */
export function keptPart(object: KubeObject, managedByLabel: string): KubeObject {
  const controller = controllerOf(object);
  const isLabelled = object.metadata?.labels?.[managedByLabel] === MANAGER;
  const isClaimed = isLabelled || (controller !== undefined && isActiveStandbyService(controller));
  return isClaimed ? withoutManagedFields(object) : identityOf(object);
}

/** managedFields are half of an object, and a PUT without them leaves them as they are. */
export function withoutManagedFields(object: KubeObject): KubeObject {
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
