// The view of a node that is cached: a few fields of the many kilobytes that a kubelet reports.
import type { V1Node } from '@kubernetes/client-node';
import type { NodeView } from '../../election/nodeView.ts';
import type { KubeObject, Wire } from '../../kube/wire.ts';
import { metadataOf } from './metadata.ts';

type Node = Wire<V1Node>;

/** https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const UNREACHABLE_TAINT = 'node.kubernetes.io/unreachable';
const OUT_OF_SERVICE_TAINT = 'node.kubernetes.io/out-of-service';

/** Taints of nodes to be removed, by `kubectl drain`, the cluster autoscaler and Karpenter (before and since v1). */
const drainTaints: ReadonlySet<string> = new Set([
  'node.kubernetes.io/unschedulable',
  'ToBeDeletedByClusterAutoscaler',
  'karpenter.sh/disruption',
  'karpenter.sh/disrupted',
]);

export function toNodeView(object: KubeObject): NodeView {
  const { spec, status }: Node = object;
  const { unschedulable, taints = [] } = spec ?? {};
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const unreachable = taints.filter(({ key }) => key === UNREACHABLE_TAINT);
  const added = unreachable.map(({ timeAdded }) => toMs(timeAdded)).filter((ms) => ms !== undefined);
  return {
    metadata: metadataOf(object),
    ready: readiness(ready?.status),
    readyChangedMs: toMs(ready?.lastTransitionTime),
    unreachable: unreachable.length > 0,
    // Kubernetes sets it twice, with NoSchedule and with NoExecute; only the latter has a time.
    unreachableTaintMs: added.length === 0 ? undefined : Math.min(...added),
    outOfService: taints.some(({ key }) => key === OUT_OF_SERVICE_TAINT),
    isLastChoice: unschedulable === true || taints.some(({ key }) => drainTaints.has(key)),
  };
}

function readiness(status: string | undefined): NodeView['ready'] {
  return status === 'True' || status === 'False' || status === 'Unknown' ? status : undefined;
}

function toMs(time: string | undefined): number | undefined {
  return Date.parse(time ?? '') || undefined;
}
