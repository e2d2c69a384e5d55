import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toPodView } from '../src/controller/podView.ts';
import { AnnotationKeys } from '../src/controller/annotationKeys.ts';
import { podMessageReader } from '../src/controller/podMessage.ts';
import { pods } from '../src/controller/resources.ts';
import { connect, type Connection } from '../src/kube/connect.ts';
import { listPages } from '../src/kube/pagedList.ts';
import { loadKubeConfig } from '../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../src/kube/observer.ts';
import { systemClock } from '../src/kube/clock.ts';
import type { KubeObject } from '../src/kube/wire.ts';
import type { PodView } from '../src/election/podView.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { createNode } from './cluster/nodes.ts';
import { createPod, deletePod, setPodPhase } from './cluster/pods.ts';

const namespace = 'default';
const keys = new AnnotationKeys();
const annotations = { 'activestandby.dev/priority': '5', 'team/note': 'x'.repeat(100), constructor: 'x' };
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
  await createNode(api, 'n1');
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

async function viewsOf(fromProtobuf?: (message: Buffer) => KubeObject): Promise<readonly PodView[]> {
  const caller = { transport: connection.transport, observer: silentObserver, clock: systemClock };
  const views: PodView[] = [];
  const request = { resource: pods, namespace, ...(fromProtobuf ? { fromProtobuf } : {}) };
  for await (const { items } of listPages<KubeObject>(caller, request)) {
    views.push(...items.map((item) => toPodView(item, keys)));
  }
  return views;
}

test('a pod read from protobuf is the same as one read from JSON', async () => {
  await createOddPods();
  const fromJson = await viewsOf();
  expect(fromJson.map(({ metadata }) => metadata.name)).toEqual(['done', 'leaving', 'plain', 'rich', 'unready']);
  expect(await viewsOf(podMessageReader(keys))).toEqual(fromJson);
});
