// All caches and indexes of the controller.
import type { NodeView } from '../../election/nodeView.ts';
import type { PodView } from '../../election/podView.ts';
import { LabelIndex } from '../../kube/cache/labelIndex.ts';
import { Store } from '../../kube/cache/store.ts';
import { objectKey } from '../../kube/resource.ts';
import type { CachedAsvc, CachedObject, CachedSlice } from './cachedObject.ts';
import { PodViewInterner } from './internPodView.ts';
import { ParsedObjects } from './jsonText.ts';
import { electionLabels, LabelDemand } from './labelDemand.ts';
import { PodReadings } from './podReadings.ts';
import { ReadySightings } from './readySightings.ts';
import { SelectorIndex } from './selectorIndex.ts';
import { UnreadPods } from './unreadPods.ts';

export interface Caches {
  readonly asvcs: Store<CachedAsvc>;
  readonly pods: Store<PodView>;
  readonly nodes: Store<NodeView>;
  readonly services: Store<CachedObject>;
  readonly slices: Store<CachedSlice>;
  readonly podsByLabel: LabelIndex<PodView>;
  readonly selectors: SelectorIndex;
  readonly readySightings: ReadySightings;
  /** Which labels of pods are cached. */
  readonly labelDemand: LabelDemand;
  readonly unreadPods: UnreadPods;
  readonly parsed: ParsedObjects;
}

export function makeCaches(): Caches {
  const podsByLabel = new LabelIndex<PodView>(electionLabels);
  const labelDemand = new LabelDemand();
  const readings = new PodReadings();
  const selectors = new SelectorIndex(labelDemand);
  const unreadPods = new UnreadPods(labelDemand, readings);
  const pods = new Store<PodView>({
    indexes: {
      namespace: ({ metadata }) => [metadata.namespace],
      uid: ({ metadata }) => [metadata.uid],
      nodeName: ({ nodeName }) => (nodeName === undefined ? [] : [nodeName]),
    },
    attached: [podsByLabel, readings],
    sharing: new PodViewInterner(),
  });
  const asvcs = new Store<CachedAsvc>({
    indexes: { serviceKey: (asvc) => [serviceKeyOf(asvc)] },
    attached: [labelDemand, selectors, unreadPods],
  });
  const nodes = new Store<NodeView>();
  const services = new Store<CachedObject>();
  const readySightings = new ReadySightings();
  const slices = new Store<CachedSlice>({
    indexes: { serviceKey: serviceKeysOfSlice, controllerKey: controllerKeysOf, podUid: ({ podUids }) => podUids },
  });
  const parsed = new ParsedObjects();
  return {
    asvcs,
    pods,
    nodes,
    services,
    slices,
    podsByLabel,
    selectors,
    readySightings,
    labelDemand,
    unreadPods,
    parsed,
  };
}

/** Key of the Service that an object desires. */
export function serviceKeyOf({ metadata: { namespace }, serviceName }: CachedAsvc): string {
  return objectKey({ namespace, name: serviceName });
}

function serviceKeysOfSlice({ metadata: { namespace }, serviceName: name }: CachedSlice): readonly string[] {
  return name === undefined ? [] : [objectKey({ namespace, name })];
}

/** The EndpointSlices of the object's Service that this object (by UID) controls. */
export function ownSlicesOf(asvc: CachedAsvc, slices: Store<CachedSlice>): readonly CachedSlice[] {
  const { uid } = asvc.metadata;
  return slices.byIndex('serviceKey', serviceKeyOf(asvc)).filter(({ controller }) => controller?.uid === uid);
}

/** Key of the ActiveStandbyService that controls the slice, or did before its deletion. */
export function controllerKeysOf({ metadata: { namespace }, controller }: CachedSlice): readonly string[] {
  return controller === undefined ? [] : [objectKey({ namespace, name: controller.name })];
}
