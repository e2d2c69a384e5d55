// The operator as users install it on real nodes: its image, its permissions by the token of its ServiceAccount, the API
// server by its ClusterIP, and the Pod Security standard `restricted`.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/kube/wire.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { untilRolledOut } from '../cluster/nodes/addOn.ts';
import type { Cluster } from '../cluster/nodes/cluster.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { isReady, serviceUrl } from '../cluster/nodes/servers.ts';
import { deleteObject, getObject, listObjects } from '../cluster/objects.ts';
import type { Pod } from '../cluster/pods.ts';
import { events, namespaces, pods } from '../cluster/resources.ts';
import { NAMESPACE, operatorAccount } from '../support/installation.ts';
import { operatorDeployment, startInstalledCluster } from '../support/installedOperator.ts';
import { openSceneOfServers } from '../support/nodesStage.ts';
import { untilPublished } from '../support/published.ts';
import { untilLeader } from '../support/replicas.ts';
import { expectSafe, sliceChanges } from '../support/safety.ts';
import { beside, createAsvc, podOf } from '../support/scene.ts';
import { untilAllSettled, untilServing } from '../support/servingScene.ts';
import { auditOf } from '../support/stage.ts';

interface Event extends KubeObject {
  readonly reason?: string;
}

/** All of the same two pods. */
const objects = 50;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startInstalledCluster();
}, 120_000);

afterAll(() => cluster?.stop());

async function operatorPods({ api }: ControlPlane): Promise<readonly string[]> {
  return (await listObjects<Pod>(api, pods, NAMESPACE)).map(({ metadata }) => metadata?.name ?? '');
}

describe('the installed operator', () => {
  test('has two ready replicas, one on each node, under Pod Security and from the image that is there', async () => {
    const { api } = cluster.plane;
    const replicas = await listObjects<Pod>(api, pods, NAMESPACE);
    expect(replicas.map(isReady)).toEqual([true, true]);
    expect(new Set(replicas.map(({ spec }) => spec?.nodeName))).toEqual(new Set(['node-0', 'node-1']));
    const installed = await getObject(api, namespaces, { namespace: '', name: NAMESPACE });
    expect(installed?.metadata?.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    const reasons = (await listObjects<Event>(api, events, NAMESPACE)).map(({ reason }) => reason);
    expect(reasons).toContain('Pulled');
    expect(reasons).not.toContain('Pulling');
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

  test('fails over when its leader is deleted at the same time', async () => {
    const scene = await openSceneOfServers(cluster);
    const leader = await untilLeader(scene.plane, () => true);
    await deleteObject(scene.plane.api, pods, { namespace: NAMESPACE, name: leader });
    await deleteObject(scene.plane.api, pods, podOf(scene, 'orders-0'));
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    expect(await untilLeader(scene.plane, (pod) => pod !== leader)).not.toBe('');
    await untilRolledOut(scene.plane, operatorDeployment);
    await expectSafe(scene);
  }, 60_000);

  test('changes no EndpointSlice of 50 objects when it is rolled out again, and then fails all of them over', async () => {
    const scene = await openSceneOfServers(cluster);
    const { plane } = scene;
    const scenes = [scene, ...Array.from({ length: objects - 1 }, (_, index) => beside(scene, `also-${index}`))];
    await Promise.all(scenes.slice(1).map((each) => createAsvc(each)));
    await untilAllSettled(scene, objects);
    const before = await sliceChanges(scene);
    const former = await operatorPods(plane);
    await plane.kubectl(['-n', NAMESPACE, 'rollout', 'restart', `deployment/${operatorDeployment.name}`]);
    await untilRolledOut(plane, operatorDeployment);
    await untilLeader(plane, (pod) => !former.includes(pod));
    // It serves a new object once it has looked at those that were there: they are in its queues before.
    const late = beside(scene, 'late');
    await createAsvc(late);
    await untilServing(late, 'orders-0', 1);
    expect(await sliceChanges(scene)).toBe(before + 1);

    await deleteObject(plane.api, pods, podOf(scene, 'orders-0'));
    for (const each of scenes) await untilPublished(each, { pod: 'orders-1', term: 2 });
    for (const each of scenes) await expectSafe(each);
  }, 120_000);

  test('makes its requests as its ServiceAccount, and is denied none', async () => {
    const requests = await auditOf(cluster.plane).requests(operatorAccount, 0);
    expect(requests.filter(({ resource }) => resource === 'endpointslices')).not.toEqual([]);
    expect(requests.filter(({ code }) => code === 403)).toEqual([]);
  });
});
