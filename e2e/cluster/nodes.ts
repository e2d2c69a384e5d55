// Nodes without machines: API objects that pods can name and whose readiness the test sets.
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../../src/kube/wire.ts';
import type { Api } from './api.ts';
import { createObject, patchObject } from './objects.ts';
import { nodes } from './resources.ts';

export type Node = Wire<V1Node>;
export type NodeReadiness = 'True' | 'False' | 'Unknown';

export async function createNode(api: Api, name: string, labels: Readonly<Record<string, string>> = {}): Promise<Node> {
  await createObject<Node>(api, nodes, { metadata: { name, labels } });
  // Admission taints a new node as not ready, and no controller here would remove the taint.
  await patchObject(api, nodes, { namespace: '', name, patch: { spec: { taints: null } } });
  return setNodeReady(api, name, 'True');
}

export interface NodeCondition {
  readonly name: string;
  readonly ready: NodeReadiness;
  /** Default: now. The API keeps whole seconds. */
  readonly since?: Date;
}

export function setNodeReady(api: Api, name: string, ready: NodeReadiness): Promise<Node> {
  return setNodeCondition(api, { name, ready });
}

export function setNodeCondition(api: Api, { name, ready, since = new Date() }: NodeCondition): Promise<Node> {
  const lastTransitionTime = since.toISOString();
  const condition = { type: 'Ready', status: ready, lastTransitionTime, lastHeartbeatTime: lastTransitionTime };
  const patch = { status: { conditions: [condition] } };
  return patchObject<Node>(api, nodes, { namespace: '', name, type: 'strategic-merge', subresource: 'status', patch });
}

export function cordon(api: Api, name: string): Promise<Node> {
  return patchObject<Node>(api, nodes, { namespace: '', name, patch: { spec: { unschedulable: true } } });
}
