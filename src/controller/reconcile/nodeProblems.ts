// Problems with the nodes that an object's pods run on. Neither stops elections.
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
    'No permission to read nodes: a node failure is detected late by the readiness of its pods. Grant list and watch ' +
    'on nodes by ClusterRole (config/node-reader), or set spec.failover.nodeFailure to PodReadiness.';
  return { reason: 'NodesUnreadable', message, blocking: false };
}

function held({ valid, nodes }: Observed): Problem | undefined {
  const { hold, byName } = nodes;
  const nodesDecide = valid?.spec.failover.nodeFailure === 'Immediate';
  if (hold === undefined || ![...byName.values()].some((node) => isDoubted(node, nodesDecide))) return undefined;
  const message =
    `Holding node failures until ${toMicroTime(hold.untilMs)}: ${hold.unreachable} of ${hold.counted} nodes are ` +
    'unreachable at once, which may be a network fault. To move the active earlier, request a switchover or fence ' +
    'its pod.';
  return { reason: 'NodeFailuresHeld', message, blocking: false };
}

/** The hold concerns nodes that are or just were unreachable. Out of service is set by a person and always counts. */
function isDoubted({ state, isRecovering }: NodeHealth, nodesDecide: boolean): boolean {
  return state === 'Unreachable' || isRecovering === true || (state === 'NotReady' && nodesDecide);
}
