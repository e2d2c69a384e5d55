// What does the controller know of the cluster, and how does it find it?
import { SERVICE_NAME_LABEL } from '../api/names.ts';
import { serviceNameOf } from '../api/serviceName.ts';
import { controllerOf } from '../desired/ownership.ts';
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import type { PodView } from '../election/podView.ts';
import { objectKey } from '../kube/resource.ts';
import { Store } from '../kube/store.ts';
import type { CachedAsvc, CachedObject } from './cachedObject.ts';

export interface Caches {
  readonly asvcs: Store<CachedAsvc>;
  readonly pods: Store<PodView>;
  readonly services: Store<CachedObject>;
  readonly slices: Store<CachedObject>;
}

export function makeCaches(): Caches {
  return {
    asvcs: new Store<CachedAsvc>({
      indexes: { namespace: ({ metadata }) => [metadata.namespace], serviceKey: (asvc) => [serviceKeyOf(asvc)] },
    }),
    pods: new Store<PodView>({
      indexes: { namespace: ({ metadata }) => [metadata.namespace], uid: ({ metadata }) => [metadata.uid] },
    }),
    services: new Store<CachedObject>(),
    slices: new Store<CachedObject>({
      indexes: { serviceKey: serviceKeysOfSlice, ownerUid: ownerUids, podUid: podUids },
    }),
  };
}

/** Namespace and name of the Service that an object asks for; an invalid object keeps the one it reported. */
export function serviceKeyOf({ metadata, parsed }: CachedAsvc): string {
  const { namespace } = metadata;
  if (parsed.valid) return objectKey({ namespace, name: serviceNameOf(parsed.value) });
  return objectKey({ namespace, name: parsed.status?.serviceName ?? metadata.name });
}

function serviceKeysOfSlice({ metadata, object }: CachedObject): readonly string[] {
  const name = object.metadata?.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? [] : [objectKey({ namespace: metadata.namespace, name })];
}

function ownerUids({ object }: CachedObject): readonly string[] {
  const controller = controllerOf(object);
  return controller === undefined ? [] : [controller.uid];
}

function podUids({ object }: CachedObject): readonly string[] {
  return (sliceOf(object).endpoints ?? []).flatMap(({ targetRef }) =>
    targetRef?.uid === undefined ? [] : [targetRef.uid],
  );
}

/** Of a slice that is not ours only the identity is cached: it has no endpoints here. */
export function sliceOf(object: CachedObject['object']): EndpointSlice {
  return { addressType: 'IPv4', endpoints: [], ...object };
}
