// Looks up the node that a pod runs on.
import type { NodeHealth, NodesInput, NodeState } from './nodes.ts';
import type { PodView } from './podView.ts';

/** Healthy when the node is unknown: the pod is judged by itself. */
export function nodeStateOf(pod: PodView, nodes: NodesInput): NodeState {
  return nodeOf(pod, nodes)?.state ?? 'Healthy';
}

/** The node is cordoned, being drained or not healthy. */
export function isOnLastChoice(pod: PodView, nodes: NodesInput): boolean {
  const node = nodeOf(pod, nodes);
  return node !== undefined && (node.isLastChoice || node.state !== 'Healthy');
}

/** The pod's readiness was set by the control plane, which cannot reach the node, and not by the kubelet. */
export function isReadinessFromControlPlane(pod: PodView, nodes: NodesInput): boolean {
  const node = nodeOf(pod, nodes);
  return node?.state === 'Unreachable' || node?.isRecovering === true;
}

function nodeOf({ nodeName }: PodView, { byName }: NodesInput): NodeHealth | undefined {
  return nodeName === undefined ? undefined : byName.get(nodeName);
}
