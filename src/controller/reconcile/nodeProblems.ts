// What is to be told of the nodes that an object's pods are on? Neither problem stops elections.
import type { Problem } from '../../desired/outcome.ts';
import type { NodeHealth } from '../../election/nodes.ts';
import { toMicroTime } from '../../kube/api/microTime.ts';
import type { Observed } from './observed.ts';

export function nodeProblem(observed: Observed): Problem | undefined {
  return observed.valid === undefined ? undefined : (unreadable(observed) ?? held(observed));
}

function unreadable({ valid, nodes }: Observed): Problem | undefined {
  if (nodes.isReadable || valid?.spec.failover.nodeFailure !== 'Immediate') return undefined;
  const message =
    'The operator has no permission to read nodes, so that a dead one is noticed late, by its pods: let it list and ' +
    'watch nodes by a ClusterRole (config/node-reader), or set spec.failover.nodeFailure to PodReadiness.';
  return { reason: 'NodesUnreadable', message, blocking: false };
}

function held({ valid, nodes }: Observed): Problem | undefined {
  const { hold, byName } = nodes;
  const nodesDecide = valid?.spec.failover.nodeFailure === 'Immediate';
  if (hold === undefined || ![...byName.values()].some((node) => isDoubted(node, nodesDecide))) return undefined;
  const message =
    `${hold.unreachable} of ${hold.counted} nodes are unreachable at once, which may be a fault of the network: no ` +
    `failure of a node is believed until ${toMicroTime(hold.untilMs)}. To move the active before, ask for a switchover ` +
    'or fence its pod.';
  return { reason: 'NodeFailuresHeld', message, blocking: false };
}

/** Of a node that is unreachable, or just was, its pods are doubted too; out of service is a person's word. */
function isDoubted({ state, isRecovering }: NodeHealth, nodesDecide: boolean): boolean {
  return state === 'Unreachable' || isRecovering === true || (state === 'NotReady' && nodesDecide);
}
