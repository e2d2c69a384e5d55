// The object that the ten thousand others are copied from: served by the operator itself, with its pods, Service and
// EndpointSlice as stored in etcd. So the copies are in order, too, and cause no writes.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { etcdKey } from '../../e2e/cluster/etcdKey.ts';
import { eventually } from '../../e2e/cluster/eventually.ts';
import { createNode } from '../../e2e/cluster/nodes.ts';
import { createNamespace, createObject } from '../../e2e/cluster/objects.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../../e2e/cluster/resources.ts';
import type { Asvc } from '../../e2e/support/scene.ts';
import { isSettled } from '../../e2e/support/servingScene.ts';
import { startOperator } from '../../e2e/support/stage.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { parseJson } from '../../e2e/cluster/json.ts';
import { readFromEtcd, type StoredText } from './etcd.ts';
import { createPod } from './pod.ts';

export const PODS_PER_SERVICE = 5;

/** Names that occur nowhere else in the objects. */
export const marks = { namespace: 'model-space', name: 'model-orders', node: 'model-node', subnet: '203.0.113.' };

export interface Model {
  readonly texts: readonly StoredText[];
  readonly uids: readonly string[];
  /** JSON of one pod, as the API server sends it. */
  readonly podBytes: number;
}

/** Needs a control plane with the CRD and the operator's permissions. */
export async function makeModel(plane: ControlPlane): Promise<Model> {
  const { namespace, name } = marks;
  await createNode(plane.api, marks.node);
  await createNamespace(plane.api, namespace);
  const sizes: number[] = [];
  for (let ordinal = 0; ordinal < PODS_PER_SERVICE; ordinal++) {
    const pod = await createPod(plane.api, {
      namespace,
      name: `${name}-${ordinal}`,
      app: name,
      ip: `${marks.subnet}${ordinal}`,
      nodeName: marks.node,
      readySince: new Date(Date.UTC(2026, 10, 1, 8, 0, ordinal)),
    });
    sizes.push(JSON.stringify(pod).length);
  }
  await serveOnce(plane);
  const texts = await Promise.all(keys().map((key) => readFromEtcd(plane.etcdUrl, key)));
  return { texts, uids: texts.map(uidOf), podBytes: Math.max(...sizes) };
}

async function serveOnce(plane: ControlPlane): Promise<void> {
  const { namespace, name } = marks;
  const operator = await startOperator(plane);
  await createObject(plane.api, activeStandbyServices, {
    metadata: { namespace, name },
    spec: {
      selector: { matchLabels: { app: name } },
      service: { type: 'Headless', ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
  });
  const target = { resource: activeStandbyServices, namespace, name };
  await eventually<Asvc>(plane.api, target, (asvc) => isSettled(asvc, PODS_PER_SERVICE));
  await operator.stop();
}

function keys(): readonly string[] {
  const { namespace, name } = marks;
  const ordinals = Array.from({ length: PODS_PER_SERVICE }, (_, ordinal) => ordinal);
  return [
    ...ordinals.map((ordinal) => etcdKey(pods, { namespace, name: `${name}-${ordinal}` })),
    etcdKey(services, { namespace, name }),
    etcdKey(endpointSlices, { namespace, name: `${name}-asvc-ipv4` }),
    etcdKey(activeStandbyServices, { namespace, name }),
  ];
}

function uidOf({ text }: StoredText): string {
  return parseJson<KubeObject>(text).metadata?.uid ?? '';
}
