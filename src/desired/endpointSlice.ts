// Builds the desired EndpointSlice and compares it with the observed one.
import type { ActiveStandbyService } from '../api/activeStandbyService.generated.ts';
import { isSameJson } from '../api/isSameJson.ts';
import {
  CHANGE_TRIGGER_ANNOTATION,
  HEADLESS_LABEL,
  MANAGER,
  SERVICE_NAME_LABEL,
  SLICE_MANAGED_BY_LABEL,
  SLICE_NAME_INFIX,
} from '../api/names.ts';
import { serviceNameOf } from '../api/serviceName.ts';
import { addressOf } from '../election/address.ts';
import { publishedBy, type Ledger } from '../election/ledger.ts';
import { addressWithdrawn } from '../election/ledgerChange.ts';
import type { IpFamily, PodView } from '../election/podView.ts';
import { toMicroTime } from '../kube/api/microTime.ts';
import { ledgerAnnotations, readLedger, type EndpointSlice } from './ledgerRecord.ts';
import { controllerOf, ownerReference } from './ownership.ts';
import { endpointPortsOf, idlePortsOf } from './targetPorts.ts';

type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];

export interface Publication {
  readonly asvc: ActiveStandbyService;
  readonly family: IpFamily;
  readonly ledger: Ledger;
  /** The ledger's holder; undefined when it is gone or no pod is published. */
  readonly pod: PodView | undefined;
  /** The observed slice; undefined when there is none. */
  readonly observed: EndpointSlice | undefined;
}

export function sliceNameOf(serviceName: string, family: IpFamily): string {
  return `${serviceName}${SLICE_NAME_INFIX}${family.toLowerCase()}`;
}

const sliceName = new RegExp(`^(?<service>.+)${SLICE_NAME_INFIX}ipv[46]$`);

/** The inverse of sliceNameOf; undefined when the name is not that of a ledger. */
export function serviceNameInSliceName(name: string): string | undefined {
  return sliceName.exec(name)?.groups?.['service'];
}

/**
 * Guarantees:
 * - The slice lists the published pod only, and always as ready.
 * - Labels, annotations and fields of other clients are kept.
 */
export function desiredSlice(publication: Publication): EndpointSlice {
  const { asvc, family, ledger, observed } = publication;
  const pod = publishedBy(ledger) === undefined ? undefined : publication.pod;
  const endpoint = pod && endpointOf(publication, pod);
  return {
    ...observed,
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...observed?.metadata,
      name: sliceNameOf(serviceNameOf(asvc), family),
      namespace: asvc.metadata.namespace,
      labels: labelsOf(publication),
      annotations: { ...observed?.metadata?.annotations, ...ledgerAnnotations(ledger) },
      ownerReferences: ownersOf(publication),
    },
    addressType: family,
    endpoints: endpoint === undefined ? [] : [endpoint],
    ports: [...(pod === undefined ? idlePortsOf(asvc, observed?.ports ?? []) : endpointPortsOf(asvc, pod))],
  };
}

function labelsOf({ asvc, observed }: Publication): Record<string, string> {
  const { [HEADLESS_LABEL]: _, ...others } = observed?.metadata?.labels ?? {};
  return {
    ...others,
    [SERVICE_NAME_LABEL]: serviceNameOf(asvc),
    [SLICE_MANAGED_BY_LABEL]: MANAGER,
    ...(asvc.spec.service.type === 'Headless' ? { [HEADLESS_LABEL]: '' } : {}),
  };
}

function ownersOf({ asvc, observed }: Publication) {
  const owners = observed?.metadata?.ownerReferences ?? [];
  const isOwned = observed !== undefined && controllerOf(observed)?.uid === asvc.metadata.uid;
  return isOwned ? owners : [...owners, ownerReference(asvc.metadata)];
}

/** Always ready: proxies miss changes of conditions alone, so a pod that must not get traffic is removed instead. */
function endpointOf({ asvc, family }: Publication, pod: PodView): Endpoint | undefined {
  const address = addressOf(pod, family);
  if (address === undefined) return undefined;
  const { namespace, name, uid } = pod.metadata;
  const hasDnsName = pod.hostname !== undefined && pod.subdomain === serviceNameOf(asvc);
  return {
    addresses: [address],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.nodeName === undefined ? {} : { nodeName: pod.nodeName }),
    ...(pod.zone === undefined ? {} : { zone: pod.zone }),
    ...(hasDnsName ? { hostname: pod.hostname } : {}),
  };
}

/**
 * The endpoints whose pod still exists, runs and has that address. All others are withdrawn in every mode: Kubernetes
 * may give the address of a deleted pod to another pod.
 */
export function livingEndpoints(
  slice: EndpointSlice,
  podsByUid: Pick<ReadonlyMap<string, PodView>, 'get'>,
): readonly Endpoint[] {
  return (slice.endpoints ?? []).filter(({ addresses, targetRef }) => {
    const pod = podsByUid.get(targetRef?.uid ?? '');
    return pod?.phase === 'Running' && addresses.every((address) => pod.ips.includes(address));
  });
}

/** Lists only these endpoints, and records the withdrawal if there is a ledger. The term stays. */
export function withEndpoints(slice: EndpointSlice, endpoints: readonly Endpoint[], atMs: number): EndpointSlice {
  const ledger = readLedger(slice);
  const withdrawn = withTriggerTime({ ...slice, endpoints: [...endpoints] }, atMs);
  return ledger === undefined
    ? withdrawn
    : withLedger(withdrawn, addressWithdrawn(ledger, { detectedMs: atMs, electedMs: atMs }));
}

/** The same slice with another ledger. */
export function withLedger(slice: EndpointSlice, ledger: Ledger): EndpointSlice {
  const annotations = { ...slice.metadata?.annotations, ...ledgerAnnotations(ledger) };
  return { ...slice, metadata: { ...slice.metadata, annotations } };
}

/** Compares everything that the operator may write; an unchanged slice is not written. */
export function isSameSlice(observed: EndpointSlice, desired: EndpointSlice): boolean {
  return isSameJson(ownedPart(observed), ownedPart(desired));
}

function ownedPart({ metadata, addressType, endpoints, ports }: EndpointSlice): unknown {
  return {
    labels: metadata?.labels,
    annotations: metadata?.annotations,
    owners: metadata?.ownerReferences,
    addressType,
    endpoints: endpoints ?? [],
    ports: ports ?? [],
  };
}

/** Adds the trigger time: when the change that caused this write was seen, in milliseconds since the epoch. */
export function withTriggerTime(slice: EndpointSlice, noticedMs: number): EndpointSlice {
  const annotations = { ...slice.metadata?.annotations, [CHANGE_TRIGGER_ANNOTATION]: toMicroTime(noticedMs) };
  return { ...slice, metadata: { ...slice.metadata, annotations } };
}
