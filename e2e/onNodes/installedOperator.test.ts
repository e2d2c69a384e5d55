// The operator as users install it on real nodes: its image, its permissions by the token of its ServiceAccount, the API
// server by its ClusterIP, and the Pod Security standard `restricted`.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../cluster/nodes/cluster.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { isReady, serviceUrl } from '../cluster/nodes/servers.ts';
import { deleteObject, listObjects } from '../cluster/objects.ts';
import type { Pod } from '../cluster/pods.ts';
import { pods } from '../cluster/resources.ts';
import { NAMESPACE } from '../support/installation.ts';
import { startInstalledCluster } from '../support/installedOperator.ts';
import { openSceneOfServers } from '../support/nodesStage.ts';
import { untilPublished } from '../support/published.ts';
import { expectSafe } from '../support/safety.ts';
import { podOf } from '../support/scene.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startInstalledCluster();
}, 120_000);

afterAll(() => cluster?.stop());

describe('the installed operator', () => {
  test('has two ready replicas, one on each node', async () => {
    const replicas = await listObjects<Pod>(cluster.plane.api, pods, NAMESPACE);
    expect(replicas.map(isReady)).toEqual([true, true]);
    expect(replicas.map(({ spec }) => spec?.nodeName).toSorted()).toEqual(['node-0', 'node-1']);
  });

  test('moves the traffic of a ClusterIP to the other pod when the active is deleted', async () => {
    const scene = await openSceneOfServers(cluster);
    const client = await cluster.client(cluster.node(1));
    const asking = await client.ask({ url: await serviceUrl(scene.plane, scene) });
    await asking.until('orders-0');
    await deleteObject(scene.plane.api, pods, podOf(scene, 'orders-0'));
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await asking.until('orders-1');
    expect(outages(await asking.stop())).toMatchObject([{ fromPod: 'orders-0', toPod: 'orders-1' }]);
    await client.close();
    await expectSafe(scene);
  }, 60_000);
});
