// Which part of an object is worth keeping? What is decided by, or sent back; strangers may write the rest.
import { MANAGED_BY_LABEL, MANAGER, SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../../api/names.ts';
import { serviceNameInSliceName } from '../../desired/endpointSlice.ts';
import { controllerOf, isActiveStandbyService } from '../../desired/ownership.ts';
import type { KubeObject, ObjectMeta } from '../../kube/wire.ts';

/** Of our own objects: their metadata but for labels and annotations, which nothing depends on. */
export function strippedAsvc(object: KubeObject): KubeObject {
  const { labels: _, annotations: __, ownerReferences: ___, ...metadata } = metadataOf(object);
  return { ...object, metadata };
}

/** Of ours what we have applied; of others' what tells whose they are. */
export function strippedService(object: KubeObject): KubeObject {
  if (!isClaimed(object, MANAGED_BY_LABEL)) return identityOf(object);
  const { annotations: _, ...metadata } = metadataOf(object);
  return { ...object, metadata: { ...metadata, labels: identifyingLabels(object) } };
}

/** Of a ledger all, because a PUT sends back what was read; of other slices what tells whose they are. */
export function strippedSlice(object: KubeObject): KubeObject {
  const isLedger = serviceNameInSliceName(object.metadata?.name ?? '') !== undefined;
  if (!isLedger || !isClaimed(object, SLICE_MANAGED_BY_LABEL)) return identityOf(object);
  return { ...object, metadata: metadataOf(object) };
}

function isClaimed(object: KubeObject, managedByLabel: string): boolean {
  const controller = controllerOf(object);
  const isLabelled = object.metadata?.labels?.[managedByLabel] === MANAGER;
  return isLabelled || (controller !== undefined && isActiveStandbyService(controller));
}

/** managedFields are half of an object, and a PUT without them leaves them as they are. */
function metadataOf({ metadata = {} }: KubeObject): ObjectMeta {
  const { managedFields: _, ...rest } = metadata;
  return rest;
}

function identityOf(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata = {} } = object;
  const { namespace, name, uid, resourceVersion } = metadata;
  const controller = controllerOf(object);
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(controller === undefined ? {} : { ownerReferences: [controller] }),
      labels: identifyingLabels(object),
    },
  };
}

function identifyingLabels({ metadata }: KubeObject): Record<string, string> {
  const labels = Object.entries(metadata?.labels ?? {});
  return Object.fromEntries(labels.filter(([key]) => identifying.has(key)));
}

const identifying: ReadonlySet<string> = new Set([SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL, MANAGED_BY_LABEL]);
