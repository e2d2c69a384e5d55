// Derives a node's state. An out-of-service taint counts more than silence, silence more than what the kubelet
// reported last, and the deletion of the node most.
import type { NodeView } from './nodeView.ts';
import type { NodeHealth, NodeState, PresentState } from './nodes.ts';

export function nodeHealthOf(node: NodeView): NodeHealth<PresentState> {
  return { state: nodeStateOf(node), isLastChoice: node.isLastChoice };
}

/** A node that never reported counts as healthy: its pods are judged by themselves. */
function nodeStateOf({ outOfService, ready, unreachable }: NodeView): PresentState {
  if (outOfService) return 'OutOfService';
  if (ready === 'Unknown' || unreachable) return 'Unreachable';
  // The taint not-ready is ignored: every node has it until its first report.
  return ready === 'False' ? 'NotReady' : 'Healthy';
}

/** The kubelet or the control plane has reported a state at least once. */
export function isJudged({ ready, unreachable, outOfService }: NodeView): boolean {
  return ready !== undefined || unreachable || outOfService;
}

/** Since when the node has been unreachable, in milliseconds since the epoch; undefined when the API does not say. */
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

/** An unknown node counts as healthy. */
export function isWorse(before: NodeHealth | undefined, after: NodeHealth | undefined): boolean {
  return badness[after?.state ?? 'Healthy'] > badness[before?.state ?? 'Healthy'];
}

/** A network failure can cause this state; it cannot cause OutOfService or Deleted. */
export function isDoubtful(state: NodeState): boolean {
  return state === 'NotReady' || state === 'Unreachable';
}

export function isSameHealth(a: NodeHealth | undefined, b: NodeHealth | undefined): boolean {
  return a?.state === b?.state && a?.isLastChoice === b?.isLastChoice;
}
