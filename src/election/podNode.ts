// What is known of the node that a pod runs on?
import type { NodesObservation, NodeState } from './nodes.ts';
import type { PodView } from './podView.ts';

/** A pod whose Node object is absent is judged by itself. */
export function nodeStateOf({ nodeName }: PodView, { byName }: NodesObservation): NodeState {
  return (nodeName === undefined ? undefined : byName.get(nodeName)?.state) ?? 'Healthy';
}
