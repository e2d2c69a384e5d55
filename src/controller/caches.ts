// What does the controller know of the cluster, and how does it find it?
import type { NodeView } from '../election/nodeView.ts';
import type { PodView } from '../election/podView.ts';
import { LabelIndex } from '../kube/labelIndex.ts';
import { objectKey } from '../kube/resource.ts';
import { Store } from '../kube/store.ts';
import { AnnotationKeys } from './annotationKeys.ts';
import type { CachedAsvc, CachedObject, CachedSlice } from './cachedObject.ts';
import { SelectorIndex } from './selectorIndex.ts';

export interface Caches {
  readonly asvcs: Store<CachedAsvc>;
  readonly pods: Store<PodView>;
  readonly nodes: Store<NodeView>;
  readonly services: Store<CachedObject>;
  readonly slices: Store<CachedSlice>;
  /** By the label keys that the objects select by. */
  readonly podsByLabel: LabelIndex<PodView>;
  readonly selectors: SelectorIndex;
  /** Which annotations of pods are kept. */
  readonly annotationKeys: AnnotationKeys;
}

export function makeCaches(): Caches {
  const podsByLabel = new LabelIndex<PodView>();
  const selectors = new SelectorIndex();
  const annotationKeys = new AnnotationKeys();
  const pods = new Store<PodView>({
    indexes: {
      namespace: ({ metadata }) => [metadata.namespace],
      uid: ({ metadata }) => [metadata.uid],
      nodeName: ({ nodeName }) => (nodeName === undefined ? [] : [nodeName]),
    },
    attached: [podsByLabel],
    saysMore: (view, stored) => view.annotationKeys.length > stored.annotationKeys.length,
  });
  const labelKeys = {
    insert: (_: string, asvc: CachedAsvc) => {
      for (const key of labelKeysOf(asvc)) podsByLabel.add(key, pods.values());
    },
    remove: () => undefined,
  };
  const asvcs = new Store<CachedAsvc>({
    indexes: { serviceKey: (asvc) => [serviceKeyOf(asvc)] },
    attached: [selectors, labelKeys, annotationKeys],
  });
  const nodes = new Store<NodeView>();
  const services = new Store<CachedObject>();
  const slices = new Store<CachedSlice>({
    indexes: { serviceKey: serviceKeysOfSlice, controllerKey: controllerKeysOf, podUid: ({ podUids }) => podUids },
  });
  return { asvcs, pods, nodes, services, slices, podsByLabel, selectors, annotationKeys };
}

function labelKeysOf({ selector }: CachedAsvc): readonly string[] {
  return Object.keys(selector?.matchLabels ?? {});
}

/** Namespace and name of the Service that an object asks for. */
export function serviceKeyOf({ metadata: { namespace }, serviceName }: CachedAsvc): string {
  return objectKey({ namespace, name: serviceName });
}

function serviceKeysOfSlice({ metadata: { namespace }, serviceName: name }: CachedSlice): readonly string[] {
  return name === undefined ? [] : [objectKey({ namespace, name })];
}

/** Namespace and name of the object that it belongs to, or belonged to. */
export function controllerKeysOf({ metadata: { namespace }, controller }: CachedSlice): readonly string[] {
  return controller === undefined ? [] : [objectKey({ namespace, name: controller.name })];
}
