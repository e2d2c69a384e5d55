import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readNodeProtobuf } from '../src/controller/cache/nodeProtobuf.ts';
import { toNodeView } from '../src/controller/cache/nodeView.ts';
import { podProtobufReader } from '../src/controller/cache/podProtobuf.ts';
import { toPodView } from '../src/controller/cache/podView.ts';
import { nodes, pods } from '../src/controller/cache/resources.ts';
import type { NodeView } from '../src/election/nodeView.ts';
import { listPages } from '../src/kube/api/pagedList.ts';
import { connect, type Connection } from '../src/kube/connect.ts';
import { loadKubeConfig } from '../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../src/kube/observer.ts';
import type { Resource } from '../src/kube/resource.ts';
import { systemClock } from '../src/kube/timing/clock.ts';
import type { KubeObject } from '../src/kube/wire.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { cordon, createNode, setNodeReady } from './cluster/nodes.ts';
import { patchObject } from './cluster/objects.ts';
import { createPod, deletePod, setPodPhase } from './cluster/pods.ts';

const namespace = 'default';
/** All labels are in demand. */
const demand = { moment: 0, latest: () => 0, isAsked: () => true, isAskedAnywhere: () => true };
const priorities = { 'activestandby.dev/priority': '5', 'orders.activestandby.dev/priority': '7' };
const annotations = { ...priorities, 'team/note': 'x'.repeat(100), constructor: 'x' };
const labels = { app: 'orders', 'topology.kubernetes.io/zone': 'a', constructor: 'x', empty: '' };

let plane: ControlPlane;
let connection: Connection;

beforeAll(async () => {
  plane = await startControlPlane();
  const kubeConfig = loadKubeConfig(plane.kubeconfig('admin'), {});
  connection = connect(kubeConfig, { observer: silentObserver, userAgent: 'test' });
}, 60_000);

afterAll(async () => {
  await connection.close();
  await plane.stop();
});

async function createOddPods(): Promise<void> {
  const { api } = plane;
  const ports = [
    { name: 'http', containerPort: 8080 },
    { containerPort: 53, protocol: 'UDP' },
  ];
  const sidecar = {
    name: 'proxy',
    image: 'p',
    restartPolicy: 'Always',
    ports: [{ name: 'mesh', containerPort: 15001 }],
  };
  await createPod(api, { namespace, name: 'plain', labels, ips: ['10.1.0.1', 'fd00::1'], ports });
  await createPod(api, { namespace, name: 'unready', labels: {}, ips: [], ready: false, nodeName: 'n1' });
  const spec = { hostname: 'orders-0', subdomain: 'orders', hostNetwork: true, initContainers: [sidecar] };
  await createPod(api, { namespace, name: 'rich', labels, ips: ['10.1.0.3'], nodeName: 'n1', annotations, spec });
  await createPod(api, { namespace, name: 'leaving', labels, ips: ['10.1.0.4'], nodeName: 'n1' });
  await deletePod(api, { namespace, name: 'leaving' }, 100);
  await createPod(api, { namespace, name: 'done', labels, ips: ['10.1.0.5'] });
  await setPodPhase(api, { namespace, name: 'done' }, 'Succeeded');
}

async function createOddNodes(): Promise<void> {
  const { api } = plane;
  await createNode(api, 'n1');
  await createNode(api, 'n2');
  await setNodeReady(api, 'n2', 'Unknown');
  await cordon(api, 'n2');
  await createNode(api, 'n3');
  const taints = [
    { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-01-02T03:04:05Z' },
  ];
  await patchObject(api, nodes, { namespace: '', name: 'n3', patch: { spec: { taints } } });
}

async function listed(resource: Resource, fromProtobuf?: (message: Buffer) => KubeObject) {
  const caller = { transport: connection.transport, observer: silentObserver, clock: systemClock };
  const all: KubeObject[] = [];
  const where = resource === pods ? { namespace } : {};
  const request = { resource, ...where, ...(fromProtobuf ? { fromProtobuf } : {}) };
  for await (const { items } of listPages<KubeObject>(caller, request)) all.push(...items);
  return all;
}

/** The control plane updates nodes, too, at any time. */
function seenNode(object: KubeObject): NodeView {
  const view = toNodeView(object);
  return { ...view, metadata: { ...view.metadata, resourceVersion: 'any' } };
}

test('a node read from protobuf is the same as one read from JSON', async () => {
  await createOddNodes();
  const fromJson = (await listed(nodes)).map(seenNode);
  expect(fromJson.map(({ metadata, ready }) => [metadata.name, ready])).toEqual([
    ['n1', 'True'],
    ['n2', 'Unknown'],
    ['n3', 'True'],
  ]);
  expect(fromJson[2]).toMatchObject({ unreachableTaintMs: Date.parse('2026-01-02T03:04:05Z'), outOfService: true });
  expect((await listed(nodes, readNodeProtobuf)).map(seenNode)).toEqual(fromJson);
});

test('a pod read from protobuf is the same as one read from JSON', async () => {
  await createOddPods();
  const fromJson = (await listed(pods)).map((pod) => toPodView(pod, demand));
  expect(fromJson.map(({ metadata }) => metadata.name)).toEqual(['done', 'leaving', 'plain', 'rich', 'unready']);
  expect(fromJson[3]?.annotations).toEqual(priorities);
  const fromProtobuf = await listed(pods, podProtobufReader(demand));
  expect(fromProtobuf.map((pod) => toPodView(pod, demand))).toEqual(fromJson);
});
