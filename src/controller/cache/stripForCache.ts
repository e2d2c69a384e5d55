// Strips objects to what is cached: the fields that decisions read, or that a PUT sends back. Other clients may write
// the rest, in any size.
import { MANAGED_BY_LABEL, MANAGER, SERVICE_NAME_LABEL, SLICE_MANAGED_BY_LABEL } from '../../api/names.ts';
import { serviceNameInSliceName } from '../../desired/endpointSlice.ts';
import { controllerOf, isActiveStandbyService } from '../../desired/ownership.ts';
import type { KubeObject, ObjectMeta } from '../../kube/wire.ts';

/** Drops labels, annotations and owners of our own objects: nothing depends on them. */
export function strippedAsvc(object: KubeObject): KubeObject {
  const { labels: _, annotations: __, ownerReferences: ___, ...metadata } = metadataOf(object);
  return { ...object, metadata };
}

/** Keeps what we apply of our Services, and the identity of others. */
export function strippedService(object: KubeObject): KubeObject {
  if (!isClaimed(object, MANAGED_BY_LABEL)) return identityOf(object);
  const { annotations: _, ...metadata } = metadataOf(object);
  return { ...object, metadata: { ...metadata, labels: identifyingLabels(object) } };
}

/** Keeps all of a ledger, because a PUT sends back what was read, and the identity of other slices. */
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

/** Drops managedFields: they are half of an object, and a PUT without them leaves them unchanged. */
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
