// What is kept of a pod? Small enough for tens of thousands of them.
import type { V1Pod } from '@kubernetes/client-node';
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST, ZONE_LABEL } from '../api/names.ts';
import type { ContainerPort, PodView } from '../election/podView.ts';
import type { KubeObject, Wire } from '../kube/wire.ts';
import type { AnnotationKeys } from './annotationKeys.ts';
import { metadataOf } from './metadata.ts';
import type { PodMessage } from './podMessage.ts';

type Pod = Wire<V1Pod>;
type Container = NonNullable<Pod['spec']>['containers'][number];

/** No integer is longer, and what is none needs no more to be seen to be none. */
const MOST_CHARACTERS = 32;

const noAnnotations: PodView['annotations'] = {};

/** An object that does not say of which of its annotations it was read has all of them. */
export function toPodView(
  object: KubeObject & Partial<PodMessage>,
  keys: Pick<AnnotationKeys, 'all' | 'has'>,
): PodView {
  const pod: Pod = object;
  const { spec, status, metadata } = pod;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const isReady = ready?.status === 'True';
  const { namespace, name, uid, resourceVersion } = metadataOf(object);
  return {
    // Not spread: V8 keeps what is added to a copy in a second object, and there are 50,000 of them.
    metadata: { namespace, name, uid, resourceVersion, labels: metadata?.labels ?? {} },
    createdMs: Date.parse(metadata?.creationTimestamp ?? '') || 0,
    terminating: metadata?.deletionTimestamp !== undefined,
    phase: status?.phase ?? 'Unknown',
    ready: isReady,
    readySinceMs: isReady ? Date.parse(ready.lastTransitionTime ?? '') || 0 : undefined,
    ips: addressesOf(pod),
    hostNetwork: spec?.hostNetwork === true,
    nodeName: spec?.nodeName,
    zone: metadata?.labels?.[ZONE_LABEL],
    hostname: spec?.hostname,
    subdomain: spec?.subdomain,
    namedPorts: [...(spec?.containers ?? []), ...sidecarsOf(pod)].flatMap(namedPortsOf),
    annotations: wantedOf(metadata?.annotations, keys),
    annotationKeys: object.annotationKeys ?? keys.all,
    deletionCost: deletionCostIn(metadata?.annotations),
  };
}

function wantedOf(annotations: PodView['annotations'] = {}, keys: Pick<AnnotationKeys, 'has'>): PodView['annotations'] {
  const wanted = Object.entries(annotations).filter(([key]) => keys.has(key));
  if (wanted.length === 0) return noAnnotations;
  return Object.fromEntries(wanted.map(([key, value]) => [key, cut(value)]));
}

/** Copied, for a piece of a text keeps the whole of it in memory. */
function cut(value: string): string {
  return value.length <= MOST_CHARACTERS ? value : Buffer.from(value.slice(0, MOST_CHARACTERS)).toString();
}

/** Other values than ours are all the same: what others do with them concerns nobody here. */
function deletionCostIn(annotations: PodView['annotations'] = {}): PodView['deletionCost'] {
  const cost = annotations[DELETION_COST_ANNOTATION];
  if (cost === undefined) return undefined;
  return cost === SPARED_DELETION_COST ? 'ours' : 'others';
}

function addressesOf({ status }: Pod): readonly string[] {
  const all = status?.podIPs?.flatMap(({ ip }) => (ip === undefined ? [] : [ip])) ?? [];
  if (all.length > 0) return all;
  return status?.podIP === undefined ? [] : [status.podIP];
}

/** Init containers that keep running, as Kubernetes counts them for named ports too. */
function sidecarsOf({ spec }: Pod): readonly Container[] {
  return spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
}

function namedPortsOf({ ports = [] }: Container): readonly ContainerPort[] {
  return ports.flatMap(({ name, containerPort, protocol = 'TCP' }) =>
    name === undefined ? [] : [{ name, number: containerPort, protocol }],
  );
}
