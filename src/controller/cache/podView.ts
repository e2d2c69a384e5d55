// The view of a pod that is cached, small enough for tens of thousands of pods.
import type { V1Pod } from '@kubernetes/client-node';
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST, ZONE_LABEL } from '../../api/names.ts';
import type { ContainerPort, PodView } from '../../election/podView.ts';
import type { KubeObject, Wire } from '../../kube/wire.ts';
import type { LabelDemand } from './labelDemand.ts';
import { metadataOf } from './metadata.ts';
import { prioritiesIn } from './podPriorities.ts';
import type { PodProtobuf } from './podProtobuf.ts';

type Pod = Wire<V1Pod>;
type Container = NonNullable<Pod['spec']>['containers'][number];

const noLabels: PodView['metadata']['labels'] = {};

/** An object without `labelsReadAt` has all labels. Throws a MetadataError for an object that is not from the API. */
export function toPodView(
  object: KubeObject & Partial<PodProtobuf>,
  demand: Pick<LabelDemand, 'isAsked' | 'latest'>,
): PodView {
  const pod: Pod = object;
  const { spec, status, metadata } = pod;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const isReady = ready?.status === 'True';
  const { namespace, name, uid, resourceVersion } = metadataOf(object);
  return {
    // Not spread: V8 keeps properties added to a copy in a second object, and there are 50,000 views.
    metadata: { namespace, name, uid, resourceVersion, labels: askedOf(metadata?.labels, namespace, demand) },
    labelsReadAt: Math.min(demand.latest(namespace), object.labelsReadAt ?? Infinity),
    createdMs: toMs(metadata?.creationTimestamp),
    terminating: metadata?.deletionTimestamp !== undefined,
    phase: status?.phase ?? 'Unknown',
    ready: isReady,
    readySinceMs: isReady ? toMs(ready.lastTransitionTime) : undefined,
    // Copied: an array that has grown keeps room for sixteen more elements.
    ips: [...addressesOf(pod)],
    hostNetwork: spec?.hostNetwork === true,
    nodeName: spec?.nodeName,
    zone: metadata?.labels?.[ZONE_LABEL],
    hostname: spec?.hostname,
    subdomain: spec?.subdomain,
    namedPorts: [...(spec?.containers ?? []), ...sidecarsOf(pod)].flatMap(namedPortsOf),
    ...prioritiesIn(metadata?.annotations),
    deletionCost: deletionCostIn(metadata?.annotations),
  };
}

/** At least 0: a node without a clock reports 1969 or nothing, and all its pods count as equally old. */
function toMs(time: string | null | undefined): number {
  return Math.max(Date.parse(time ?? '') || 0, 0);
}

function askedOf(
  labels: PodView['metadata']['labels'] = {},
  namespace: string,
  demand: Pick<LabelDemand, 'isAsked'>,
): PodView['metadata']['labels'] {
  const asked = Object.entries(labels).filter(([key]) => demand.isAsked(namespace, key));
  return asked.length === 0 ? noLabels : Object.fromEntries(asked);
}

/** Only tells our value from others. */
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

/** Init containers that keep running: Kubernetes resolves named ports in them, too. */
function sidecarsOf({ spec }: Pod): readonly Container[] {
  return spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
}

function namedPortsOf({ ports = [] }: Container): readonly ContainerPort[] {
  return ports.flatMap(({ name, containerPort, protocol = 'TCP' }) =>
    name === undefined ? [] : [{ name, number: containerPort, protocol }],
  );
}
