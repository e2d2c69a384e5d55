// observe: reads everything about one object from the caches. A snapshot without side effects.
import { MANAGED_BY_LABEL, SLICE_MANAGED_BY_LABEL } from '../../api/names.ts';
import { sliceNameOf } from '../../desired/endpointSlice.ts';
import { readLedger, type EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { LedgerResolution } from '../../desired/ledgerResolution.ts';
import { claimOn, precedes } from '../../desired/ownership.ts';
import type { Service } from '../../desired/service.ts';
import { isLeft } from '../../election/ledger.ts';
import { otherFamily, type IpFamily, type PodView } from '../../election/podView.ts';
import { objectKey } from '../../kube/resource.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { OtherSlice } from '../apply/plannedWrites.ts';
import { sliceOf, type CachedAsvc } from '../cache/cachedObject.ts';
import { serviceKeyOf, type Caches } from '../cache/caches.ts';
import { isSelected } from '../cache/labelDemand.ts';
import type { NodeMonitor } from '../nodes/nodeMonitor.ts';
import { resolutionOf } from './electionInput.ts';
import { ownObject, type Claimed, type Observed } from './observed.ts';
import type { ReconcileStates } from './reconcileState.ts';

export interface Sources {
  readonly caches: Caches;
  readonly nodeMonitor: Pick<NodeMonitor, 'observe'>;
  readonly reconcileStates: ReconcileStates;
  readonly clock: Clock;
}

/**
 * Undefined when the object is gone or being deleted: then nothing is written any more. `noticedMs` is the trigger time
 * of this reconcile, in ms since the epoch; now when nothing triggered it.
 * Guarantees:
 * - No side effect, and no request: all of it comes from the caches.
 * - A snapshot: what changes in the caches later does not change it.
 * Caveats:
 * - The caches may lag behind the API server, except for this process's own writes.
 */
export function observe(key: string, sources: Sources, noticedMs?: number): Observed | undefined {
  const { caches, nodeMonitor, reconcileStates, clock } = sources;
  const asvc = caches.asvcs.get(key);
  if (asvc === undefined || asvc.deleting) return undefined;
  const { metadata, serviceName } = asvc;
  const parsed = asvc.parse();
  const service = serviceFor(asvc, caches);
  const family = familyOf(service) ?? recordedFamily(asvc, caches);
  const ledgers = ledgersFor(asvc, family, caches);
  const selected = selectedPods(asvc, caches);
  const pods = selected.map((pod) => caches.readySightings.corrected(pod));
  const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  const evidence = {
    ...ledgers,
    status: (parsed.valid ? parsed.value.status : parsed.status) ?? {},
    service,
    reconcileState: reconcileStates.of(metadata.uid),
  };
  const resolution = resolutionOf(evidence);
  return {
    ...evidence,
    resolution,
    asvc,
    owner: metadata,
    valid: parsed.valid ? parsed.value : undefined,
    serviceName,
    family,
    otherSlices: otherSlicesFor(asvc, ledgers, caches),
    rival: rivalOf(asvc, caches),
    pods,
    podsByUid: byUid([...selected, ...namedPods(metadata.namespace, namedUids(ledgers, resolution), caches)]),
    nodes: nodeMonitor.observe(new Set(pods.map(({ nodeName }) => nodeName))),
    noticedMs: noticedMs ?? now.wallMs,
    now,
  };
}

function serviceFor(asvc: CachedAsvc, { services }: Caches): Claimed<Service> | undefined {
  const object = services.get(serviceKeyOf(asvc))?.parse();
  return object && { object, claim: claimOn(object, asvc.metadata, MANAGED_BY_LABEL) };
}

function familyOf(service: Claimed<Service> | undefined): IpFamily | undefined {
  const first = service?.object.spec?.ipFamilies?.[0];
  return first === 'IPv4' || first === 'IPv6' ? first : undefined;
}

/** The ledger's family; used while the Service is missing, so that traffic follows elections once it is back. */
function recordedFamily(asvc: CachedAsvc, caches: Caches): IpFamily | undefined {
  const families = ['IPv4', 'IPv6'] as const;
  const recorded = families.filter((family) => sliceFor(asvc, family, caches)?.claim === 'ours');
  const [first, second] = recorded;
  const { slice } = ledgersFor(asvc, first, caches);
  return second !== undefined && slice?.object.metadata?.name === nameFor(asvc, second) ? second : first;
}

type Ledgers = Pick<Observed, 'slice' | 'counterpart'>;

/** A foreign slice of the other family is no ledger. */
function ledgersFor(asvc: CachedAsvc, family: IpFamily | undefined, caches: Caches): Ledgers {
  if (family === undefined) return { slice: undefined, counterpart: undefined };
  const current = sliceFor(asvc, family, caches);
  const former = sliceFor(asvc, otherFamily(family), caches);
  if (ownObject(former) === undefined) return { slice: current, counterpart: undefined };
  const isCurrent = ownObject(current) !== undefined && rankOf(current) >= rankOf(former);
  return isCurrent ? { slice: current, counterpart: former } : { slice: former, counterpart: current };
}

/** Orders ledgers by term; of two in the same term, the one that was left ranks lower. */
function rankOf(claimed: Claimed<EndpointSlice> | undefined): number {
  const ledger = claimed && readLedger(claimed.object);
  return ledger === undefined ? 0 : 2 * ledger.term + (isLeft(ledger) ? 0 : 1);
}

function nameFor(asvc: CachedAsvc, family: IpFamily): string {
  return sliceNameOf(asvc.serviceName, family);
}

function sliceFor(asvc: CachedAsvc, family: IpFamily, { slices }: Caches): Claimed<EndpointSlice> | undefined {
  const { namespace } = asvc.metadata;
  const cached = slices.get(objectKey({ namespace, name: nameFor(asvc, family) }));
  if (cached === undefined) return undefined;
  const object = sliceOf(cached.parse());
  return { object, claim: claimOn(object, asvc.metadata, SLICE_MANAGED_BY_LABEL) };
}

function otherSlicesFor(asvc: CachedAsvc, ledgers: Ledgers, { slices }: Caches): readonly OtherSlice[] {
  const names = [ledgers.slice, ledgers.counterpart].map((claimed) => claimed?.object.metadata?.name);
  const others = slices
    .byIndex('serviceKey', serviceKeyOf(asvc))
    .filter(({ metadata }) => !names.includes(metadata.name));
  return others.map(({ metadata: { name, uid, resourceVersion }, managedBy }) => ({
    name,
    uid,
    resourceVersion,
    managedBy,
  }));
}

/** Another object for the same Service that comes first: one with a ledger, else by age and UID. */
function rivalOf(asvc: CachedAsvc, caches: Caches): string | undefined {
  const rivals = caches.asvcs
    .byIndex('serviceKey', serviceKeyOf(asvc))
    .filter((other) => other !== asvc && !other.deleting);
  if (rivals.length === 0 || hasLedger(asvc, caches)) return undefined;
  const claimant = claimantOf(asvc);
  return rivals.find((other) => hasLedger(other, caches) || precedes(claimantOf(other), claimant))?.metadata.name;
}

function hasLedger(asvc: CachedAsvc, caches: Caches): boolean {
  return recordedFamily(asvc, caches) !== undefined;
}

function claimantOf({ metadata: { name, uid }, creationTimestamp }: CachedAsvc) {
  return { name, uid, creationTimestamp };
}

function selectedPods({ metadata, selector }: CachedAsvc, caches: Caches): readonly PodView[] {
  if (selector === undefined) return [];
  const { pods, podsByLabel, labelDemand } = caches;
  const { namespace } = metadata;
  const since = labelDemand.since(namespace, selector);
  const candidates = podsByLabel.fewest(namespace, selector.matchLabels ?? {}) ?? pods.byIndex('namespace', namespace);
  return candidates.filter((pod) => isSelected(pod, selector, since));
}

function byUid(pods: readonly PodView[]): ReadonlyMap<string, PodView> {
  return new Map(pods.map((pod) => [pod.metadata.uid, pod]));
}

function namedPods(namespace: string, uids: readonly string[], { pods }: Caches): readonly PodView[] {
  return uids.flatMap((uid) => pods.byIndex('uid', uid).find((pod) => pod.metadata.namespace === namespace) ?? []);
}

/** Pods that a write may depend on beside the selected ones: the ledger's and the listed ones. */
function namedUids({ slice, counterpart }: Ledgers, { ledger }: LedgerResolution): readonly string[] {
  const endpoints = [slice, counterpart].flatMap((claimed) => ownObject(claimed)?.endpoints ?? []);
  const uids = [ledger.holder?.uid, ledger.target?.uid, ...endpoints.map(({ targetRef }) => targetRef?.uid)];
  return uids.filter((uid) => uid !== undefined);
}
