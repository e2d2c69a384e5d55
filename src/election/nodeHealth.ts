// How is a node? A person's word counts more than silence, and silence more than what the node said last. That there is
// none any more counts most.
import type { NodeView } from './nodeView.ts';
import type { NodeHealth, NodeState, PresentState } from './nodes.ts';

export function nodeHealthOf(node: NodeView): NodeHealth<PresentState> {
  return { state: nodeStateOf(node), isLastChoice: node.isLastChoice };
}

/** A node that never reported is no evidence against anything: its pods are judged by themselves. */
function nodeStateOf({ outOfService, ready, unreachable }: NodeView): PresentState {
  if (outOfService) return 'OutOfService';
  if (ready === 'Unknown' || unreachable) return 'Unreachable';
  // The taint not-ready alone says nothing: every node has it until it has reported for the first time.
  return ready === 'False' ? 'NotReady' : 'Healthy';
}

/** Whether somebody, the node itself or Kubernetes in its place, has ever said how it is. */
export function isJudged({ ready, unreachable, outOfService }: NodeView): boolean {
  return ready !== undefined || unreachable || outOfService;
}

/** Since when nobody has heard of it, in milliseconds since the epoch; undefined when nobody says so. */
export function unreachableSinceMs({ ready, readyChangedMs, unreachableTaintMs }: NodeView): number | undefined {
  return ready === 'Unknown' ? readyChangedMs : unreachableTaintMs;
}

const badness: Readonly<Record<NodeState, number>> = {
  Healthy: 0,
  NotReady: 1,
  Unreachable: 2,
  OutOfService: 3,
  Deleted: 4,
};

/** A node of which nothing is known says nothing, as a healthy one. */
export function isWorse(before: NodeHealth | undefined, after: NodeHealth | undefined): boolean {
  return badness[after?.state ?? 'Healthy'] > badness[before?.state ?? 'Healthy'];
}

/** A fault of the network may look like that; it neither declares a node out of service nor deletes it. */
export function isDoubtful(state: NodeState): boolean {
  return state === 'NotReady' || state === 'Unreachable';
}

export function isSameHealth(a: NodeHealth | undefined, b: NodeHealth | undefined): boolean {
  return a?.state === b?.state && a?.isLastChoice === b?.isLastChoice;
}
