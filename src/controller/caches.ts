// What does the controller know of the cluster, and how does it find it?
import { SERVICE_NAME_LABEL } from '../api/names.ts';
import { serviceNameOf } from '../api/serviceName.ts';
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import type { PodView } from '../election/podView.ts';
import { LabelIndex } from '../kube/labelIndex.ts';
import { objectKey } from '../kube/resource.ts';
import { Store } from '../kube/store.ts';
import type { CachedAsvc, CachedObject } from './cachedObject.ts';
import { SelectorIndex } from './selectorIndex.ts';

export interface Caches {
  readonly asvcs: Store<CachedAsvc>;
  readonly pods: Store<PodView>;
  readonly services: Store<CachedObject>;
  readonly slices: Store<CachedObject>;
  /** By the label keys that the objects select by. */
  readonly podsByLabel: LabelIndex<PodView>;
  readonly selectors: SelectorIndex;
}

export function makeCaches(): Caches {
  const podsByLabel = new LabelIndex<PodView>();
  const selectors = new SelectorIndex();
  const pods = new Store<PodView>({
    indexes: { namespace: ({ metadata }) => [metadata.namespace], uid: ({ metadata }) => [metadata.uid] },
    attached: [podsByLabel],
  });
  const labelKeys = {
    insert: (_: string, asvc: CachedAsvc) => {
      for (const key of labelKeysOf(asvc)) podsByLabel.add(key, pods.values());
    },
    remove: () => undefined,
  };
  const asvcs = new Store<CachedAsvc>({
    indexes: { serviceKey: (asvc) => [serviceKeyOf(asvc)] },
    attached: [selectors, labelKeys],
  });
  const services = new Store<CachedObject>();
  const slices = new Store<CachedObject>({
    indexes: { serviceKey: serviceKeysOfSlice, podUid: podUids },
  });
  return { asvcs, pods, services, slices, podsByLabel, selectors };
}

function labelKeysOf({ parsed }: CachedAsvc): readonly string[] {
  return parsed.valid ? Object.keys(parsed.value.spec.selector.matchLabels ?? {}) : [];
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

function podUids({ object }: CachedObject): readonly string[] {
  return (sliceOf(object).endpoints ?? []).flatMap(({ targetRef }) =>
    targetRef?.uid === undefined ? [] : [targetRef.uid],
  );
}

/** Of a slice that is not ours only the identity is cached: it has no endpoints here. */
export function sliceOf(object: CachedObject['object']): EndpointSlice {
  return { addressType: 'IPv4', endpoints: [], ...object };
}
