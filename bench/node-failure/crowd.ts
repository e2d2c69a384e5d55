// Many ActiveStandbyServices with two pods each, the active on the node that will fail, the standby on another, and a
// Service with a selector for each pair of pods.
import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { Wire } from '../../src/kube/wire.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { eventuallyAll } from '../../e2e/cluster/eventually.ts';
import { Heartbeats } from '../../e2e/cluster/heartbeats.ts';
import { createNode } from '../../e2e/cluster/nodes.ts';
import { createObject } from '../../e2e/cluster/objects.ts';
import { activeStandbyServices, endpointSlices, services } from '../../e2e/cluster/resources.ts';
import { beside, openScene, type Asvc, type Scene } from '../../e2e/support/scene.ts';
import { createServing, isSettled } from '../../e2e/support/servingScene.ts';
import { inParallel } from '../latency/population.ts';

export type Slice = Wire<V1EndpointSlice>;

export interface Crowd {
  readonly scenes: readonly Scene[];
  readonly heartbeats: Heartbeats;
}

export const dyingNode = 'n0';
const healthyNodes = ['n1', 'n2', 'n3', 'n4'];

const DEADLINE_MS = 300_000;

/** Resolves once all serve, by both kinds of Service. */
export async function openCrowd(plane: ControlPlane, count: number): Promise<Crowd> {
  const { api } = plane;
  const heartbeats = await Heartbeats.start(api, [dyingNode, ...healthyNodes]);
  for (const node of [dyingNode, ...healthyNodes]) await createNode(api, node);
  const corner = await openScene(plane, 'crowd');
  const scenes = Array.from({ length: count }, (_, index) => beside(corner, `orders-${index}`));
  await inParallel([...scenes.entries()], createMember);
  const { namespace } = corner;
  const target = { namespace, deadlineMs: DEADLINE_MS };
  await eventuallyAll<Asvc>(api, { ...target, resource: activeStandbyServices }, (asvcs) => asvcs.every(isServing));
  await eventuallyAll<Slice>(api, { ...target, resource: endpointSlices }, (slices) => {
    return slices.filter(hasBothReady).length === count;
  });
  return { scenes, heartbeats };
}

export function ordinaryName({ name }: Scene): string {
  return `${name}-by-selector`;
}

async function createMember([index, scene]: readonly [number, Scene]): Promise<void> {
  const { plane, namespace, name } = scene;
  const nodeNames = [dyingNode, healthyNodes[index % healthyNodes.length] ?? dyingNode];
  await createServing(
    scene,
    nodeNames.map((nodeName) => ({ nodeName })),
  );
  await createObject(plane.api, services, {
    metadata: { namespace, name: ordinaryName(scene) },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  });
}

function isServing(asvc: Asvc): boolean {
  const isOnDyingNode = asvc.status?.active?.podName === `${asvc.metadata?.name}-0`;
  return isOnDyingNode && isSettled(asvc, 2);
}

function hasBothReady({ endpoints }: Slice): boolean {
  return endpoints?.filter(({ conditions }) => conditions?.ready === true).length === 2;
}
