// A scene whose pods are on a node each.
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../../src/kube/wire.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { setLease } from '../cluster/heartbeats.ts';
import { createNode } from '../cluster/nodes.ts';
import { deleteObject, listObjects } from '../cluster/objects.ts';
import { nodes } from '../cluster/resources.ts';
import { createAsvc, createReadyPod, openScene, type Scene } from './scene.ts';
import { untilServing } from './servingScene.ts';

export interface NodeOptions {
  readonly count?: number;
  /** How long ago each node renewed its Lease. Default: the nodes have no Lease. */
  readonly leaseAgesSeconds?: readonly number[];
}

/** The node of the pod with this ordinal. */
export function nodeOf({ namespace }: Scene, ordinal: number): string {
  return `${namespace}-n${ordinal}`;
}

/** Three nodes by default, all ready; orders-0 is active. */
export async function openSceneOnNodes(plane: ControlPlane, options: NodeOptions = {}): Promise<Scene> {
  const { count = 3, leaseAgesSeconds = [] } = options;
  const scene = await openScene(plane);
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const nodeName = nodeOf(scene, ordinal);
    await createNode(plane.api, nodeName);
    const ageSeconds = leaseAgesSeconds[ordinal];
    if (ageSeconds !== undefined) await setLease(plane.api, nodeName, ageSeconds);
    await createReadyPod(scene, `orders-${ordinal}`, { nodeName });
  }
  await createAsvc(scene);
  await untilServing(scene, 'orders-0', 1);
  return scene;
}

/** Those of all scenes, because the operator counts all nodes of the cluster. */
export async function deleteNodes({ api }: ControlPlane): Promise<void> {
  const all = await listObjects<Wire<V1Node>>(api, nodes);
  await Promise.all(all.map(({ metadata }) => deleteObject(api, nodes, { namespace: '', name: metadata?.name ?? '' })));
}
