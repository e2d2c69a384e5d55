// observe: what do the caches say about one object?
import { MANAGED_BY_LABEL, SLICE_MANAGED_BY_LABEL } from '../api/names.ts';
import { sliceNameOf } from '../desired/endpointSlice.ts';
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import { claimOn, precedes } from '../desired/ownership.ts';
import type { Service } from '../desired/service.ts';
import type { IpFamily, PodView } from '../election/podView.ts';
import type { Clock } from '../kube/clock.ts';
import { objectKey, parseKey } from '../kube/resource.ts';
import { serviceKeyOf, type Caches } from './caches.ts';
import { sliceOf, type CachedAsvc } from './cachedObject.ts';
import { isSelected } from './labelDemand.ts';
import type { NodeCensus } from './nodeCensus.ts';
import type { Notices } from './notices.ts';
import type { Claimed, Observed, OtherSlice } from './observed.ts';
import type { Recollections } from './recollection.ts';

export interface Sources {
  readonly caches: Caches;
  readonly census: Pick<NodeCensus, 'observe'>;
  readonly recollections: Recollections;
  readonly notices: Notices;
  readonly clock: Clock;
}

/** Undefined when the object is gone or going: then nothing is written any more. */
export function observe(key: string, sources: Sources): Observed | undefined {
  const { caches, census, recollections, notices, clock } = sources;
  const asvc = caches.asvcs.get(key);
  const noticedMs = notices.take(key);
  if (asvc === undefined || asvc.deleting) return undefined;
  const { metadata, parsed, serviceName } = asvc;
  const service = serviceFor(asvc, caches);
  const family = familyOf(service) ?? recordedFamily(asvc, caches);
  const pods = selectedPods(asvc, caches);
  const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  return {
    asvc,
    owner: metadata,
    valid: parsed.valid ? parsed.value : undefined,
    status: (parsed.valid ? parsed.value.status : parsed.status) ?? {},
    serviceName,
    service,
    slice: family && sliceFor(asvc, family, caches),
    family,
    otherSlices: otherSlicesFor(asvc, family, caches),
    rival: rivalOf(asvc, caches),
    pods,
    podByUid: (uid) => caches.pods.byIndex('uid', uid).find((pod) => pod.metadata.namespace === metadata.namespace),
    nodes: census.observe(new Set(pods.map(({ nodeName }) => nodeName))),
    recollection: recollections.of(metadata.uid),
    noticedMs: noticedMs ?? now.wallMs,
    now,
  };
}

function serviceFor(asvc: CachedAsvc, { services }: Caches): Claimed<Service> | undefined {
  const object = services.get(serviceKeyOf(asvc))?.object;
  return object && { object, claim: claimOn(object, asvc.metadata, MANAGED_BY_LABEL) };
}

function familyOf(service: Claimed<Service> | undefined): IpFamily | undefined {
  const first = service?.object.spec?.ipFamilies?.[0];
  return first === 'IPv4' || first === 'IPv6' ? first : undefined;
}

/** While the Service is missing its ledger tells the family: traffic must move all the same once it is back. */
function recordedFamily(asvc: CachedAsvc, caches: Caches): IpFamily | undefined {
  const families = ['IPv4', 'IPv6'] as const;
  return families.find((family) => sliceFor(asvc, family, caches)?.claim === 'ours');
}

function sliceFor(asvc: CachedAsvc, family: IpFamily, { slices }: Caches): Claimed<EndpointSlice> | undefined {
  const { namespace, name } = parseKey(serviceKeyOf(asvc));
  const cached = slices.get(objectKey({ namespace, name: sliceNameOf(name, family) }));
  if (cached === undefined) return undefined;
  const object = sliceOf(cached.object);
  return { object, claim: claimOn(object, asvc.metadata, SLICE_MANAGED_BY_LABEL) };
}

function otherSlicesFor(asvc: CachedAsvc, family: IpFamily | undefined, { slices }: Caches): readonly OtherSlice[] {
  const serviceKey = serviceKeyOf(asvc);
  const ledgerName = family && sliceNameOf(parseKey(serviceKey).name, family);
  const others = slices.byIndex('serviceKey', serviceKey).filter(({ metadata }) => metadata.name !== ledgerName);
  return others.map(({ metadata: { name, uid, resourceVersion }, managedBy }) => ({
    name,
    uid,
    resourceVersion,
    managedBy,
  }));
}

/** While there is no Service, whose ledger stands comes first: nobody else could publish beside it. */
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
  const { pods, podsByLabel, labelDemand, readySightings } = caches;
  const { namespace } = metadata;
  const since = labelDemand.since(namespace, selector);
  const candidates = podsByLabel.fewest(namespace, selector.matchLabels ?? {}) ?? pods.byIndex('namespace', namespace);
  const selected = candidates.filter((pod) => isSelected(pod, selector, since));
  return selected.map((pod) => readySightings.corrected(pod));
}
