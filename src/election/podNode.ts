// What is known of the node that a pod runs on?
import type { NodeHealth, NodesInput, NodeState } from './nodes.ts';
import type { PodView } from './podView.ts';

/** A pod of whose node nothing is known is judged by itself. */
export function nodeStateOf(pod: PodView, nodes: NodesInput): NodeState {
  return nodeOf(pod, nodes)?.state ?? 'Healthy';
}

/** It is cordoned, drained or not healthy. */
export function isOnLastChoice(pod: PodView, nodes: NodesInput): boolean {
  const node = nodeOf(pod, nodes);
  return node !== undefined && (node.isLastChoice || node.state !== 'Healthy');
}

/** What is said of the readiness of such a pod is not its kubelet's word: the control plane marks what it cannot hear. */
export function isSpokenFor(pod: PodView, nodes: NodesInput): boolean {
  const node = nodeOf(pod, nodes);
  return node?.state === 'Unreachable' || node?.isRecovering === true;
}

function nodeOf({ nodeName }: PodView, { byName }: NodesInput): NodeHealth | undefined {
  return nodeName === undefined ? undefined : byName.get(nodeName);
}
