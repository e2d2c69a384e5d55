// Nodes as an election sees them.
import type { NodeMonitorOptions } from '../../../src/controller/nodes/nodeMonitor.ts';
import type { Sources } from '../../../src/controller/reconcile/observe.ts';
import type { NodesInput, NodeState } from '../../../src/election/nodes.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';

/** Ready, without any taint. */
export function node(name: string, change: Partial<NodeView> = {}): NodeView {
  return {
    metadata: { namespace: '', name, uid: `${name}-uid`, resourceVersion: '1' },
    ready: 'True',
    readyChangedMs: undefined,
    unreachable: false,
    unreachableTaintMs: undefined,
    outOfService: false,
    isLastChoice: false,
    ...change,
  };
}

export function silent(name: string, readyChangedMs?: number): NodeView {
  return node(name, { ready: 'Unknown', readyChangedMs });
}

/** There are no nodes. */
export const noNodes: NodesInput = { byName: new Map(), heldUntilMonotonicMs: undefined };

export const noNodeMonitor: Sources['nodeMonitor'] = {
  observe: () => ({ ...noNodes, unknown: [], hold: undefined, isReadable: true }),
};

/** No permission to read nodes. */
export const noLeases: NodeMonitorOptions['leases'] = { read: () => undefined };

/** Health of n1 and n2. */
export function nodesOf(n1: NodeState, n2: NodeState, heldUntilMonotonicMs?: number): NodesInput {
  const states = { n1, n2 };
  const health = Object.entries(states).map(([name, state]) => [name, { state, isLastChoice: false }] as const);
  return { byName: new Map(health), heldUntilMonotonicMs };
}
