// What clients see of an ActiveStandbyService whose pods run on real nodes.
import { describe, expect, test } from '@jest/globals';
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../../src/kube/wire.ts';
import { signalPod } from '../cluster/nodes/containers.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { listObjects } from '../cluster/objects.ts';
import { nodes } from '../cluster/resources.ts';
import { serviceUrl } from '../cluster/nodes/servers.ts';
import { openSceneOfServers, setUpNodes } from '../support/nodesStage.ts';
import { untilPublished } from '../support/published.ts';
import { expectSafe } from '../support/safety.ts';

const stage = setUpNodes({ nodes: 2 });

describe('a cluster with real nodes', () => {
  test('has nodes that are ready and run containers', async () => {
    const all = await listObjects<Wire<V1Node>>(stage.cluster.plane.api, nodes);
    const seen = all.map(({ metadata, status }) => ({
      name: metadata?.name,
      runtime: status?.nodeInfo?.containerRuntimeVersion,
      ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status,
    }));
    const runtime = expect.stringContaining('containerd://2.');
    expect(seen).toEqual(['node-0', 'node-1'].map((name) => ({ name, runtime, ready: 'True' })));
  });

  test('serves the active pod to a client, and after its process is killed the other one', async () => {
    const scene = await openSceneOfServers(stage.cluster);
    const client = await stage.cluster.client(stage.cluster.node(1));
    const asking = await client.ask({ url: await serviceUrl(scene.plane, scene) });
    await asking.until('orders-0');
    await signalPod(stage.cluster, { namespace: scene.namespace, name: 'orders-0' }, 'SIGKILL');
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await asking.until('orders-1');
    const outcomes = await asking.stop();
    expect(outages(outcomes)).toMatchObject([{ fromPod: 'orders-0', toPod: 'orders-1' }]);
    await client.close();
    await expectSafe(scene);
  }, 60_000);
});
