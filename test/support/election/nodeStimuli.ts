// Stimuli of the nodes n1, where a runs, and n2, where b runs.
import type { NodeHealth, NodesInput } from '../../../src/election/nodes.ts';
import { reconfigured, type Stimuli, type Stimulus } from './stimuli.ts';

const HEALTHY: NodeHealth = { state: 'Healthy', isLastChoice: false };

function node(name: string, change: Partial<NodeHealth>): Stimulus {
  return ({ nodes, ...before }) => {
    const health = { ...(nodes.byName.get(name) ?? HEALTHY), ...change };
    return { ...before, nodes: { ...nodes, byName: new Map(nodes.byName).set(name, health) } };
  };
}

function together(...stimuli: readonly Stimulus[]): Stimulus {
  return (before) => stimuli.reduce((seen, stimulus) => stimulus(seen), before);
}

function held(heldUntilMonotonicMs: number | undefined): Stimulus {
  return (before) => {
    const nodes: NodesInput = { ...before.nodes, heldUntilMonotonicMs };
    return { ...before, nodes };
  };
}

const unreachable: Stimulus = node('n1', { state: 'Unreachable' });

export const stimuliOfNodes: Stimuli = {
  'n1 is not ready': node('n1', { state: 'NotReady' }),
  'n1 is unreachable': unreachable,
  'n1 is unreachable, with PodReadiness': together(unreachable, reconfigured({ nodeFailure: 'PodReadiness' })),
  'n1 is unreachable, during a hold': together(unreachable, held(60_000)),
  'n1 is out of service': node('n1', { state: 'OutOfService' }),
  'n1 is out of service, during a hold': together(node('n1', { state: 'OutOfService' }), held(60_000)),
  'n1 is deleted': node('n1', { state: 'Deleted' }),
  'n1 is deleted, during a hold': together(node('n1', { state: 'Deleted' }), held(60_000)),
  'n1 is deleted, with PodReadiness': together(
    node('n1', { state: 'Deleted' }),
    reconfigured({ nodeFailure: 'PodReadiness' }),
  ),
  'n1 is healthy': node('n1', HEALTHY),
  'n1 is cordoned': node('n1', { isLastChoice: true }),
  'n2 is not ready': node('n2', { state: 'NotReady' }),
  'n2 is healthy': node('n2', HEALTHY),
  'n2 is cordoned': node('n2', { isLastChoice: true }),
  'the hold ends': held(undefined),
  'nothing is known of the nodes': (before) => ({ ...before, nodes: { ...before.nodes, byName: new Map() } }),
};
