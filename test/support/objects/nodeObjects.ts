// Nodes of the API, built from the few facts that an election reads.
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../../../src/kube/wire.ts';

export type NodeObject = Wire<V1Node>;

export interface NodeFacts {
  readonly ready?: 'True' | 'False' | 'Unknown';
  /** When the condition changed, in ms since the epoch; the API has whole seconds. */
  readonly sinceMs?: number;
  readonly cordoned?: boolean;
  /** Keys of taints. */
  readonly taints?: readonly string[];
}

export function nodeObject(name: string, facts: NodeFacts = {}): NodeObject {
  const { ready = 'True', sinceMs = 0, cordoned, taints = [] } = facts;
  const lastTransitionTime = new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: {
      ...(cordoned === true ? { unschedulable: true } : {}),
      taints: taints.map((key) => ({ key, effect: 'NoSchedule' })),
    },
    status: { conditions: [{ type: 'Ready', status: ready, lastTransitionTime }] },
  };
}
