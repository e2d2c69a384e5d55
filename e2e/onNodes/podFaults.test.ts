// What a pod can suffer, and what clients and the operator see of it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deleteObject } from '../cluster/objects.ts';
import type { Asking, Client } from '../cluster/nodes/client.ts';
import { signalPod } from '../cluster/nodes/containers.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { pods } from '../cluster/resources.ts';
import { serviceUrl } from '../cluster/nodes/servers.ts';
import { openSceneOfServers, setUpNodes } from '../support/nodesStage.ts';
import { untilPublished } from '../support/published.ts';
import { expectSafe } from '../support/safety.ts';
import { podOf, type Scene } from '../support/scene.ts';
import { untilStatus } from '../support/status.ts';

const stage = setUpNodes({ nodes: 2 });

interface Fault {
  readonly title: string;
  readonly cause: string;
  readonly strike: (scene: Scene) => Promise<unknown>;
}

const faults: readonly Fault[] = [
  {
    title: "its active's process is killed",
    cause: 'PodNotReady',
    strike: (scene) => signalPod(stage.cluster, podOf(scene, 'orders-0'), 'SIGKILL'),
  },
  {
    title: "its active's process is stopped",
    cause: 'PodNotReady',
    strike: (scene) => signalPod(stage.cluster, podOf(scene, 'orders-0'), 'SIGSTOP'),
  },
  {
    title: 'its active is deleted',
    cause: 'PodTerminating',
    strike: (scene) => deleteObject(scene.plane.api, pods, podOf(scene, 'orders-0')),
  },
];

describe('a client of a ClusterIP', () => {
  let client: Client;
  let asking: Asking;

  beforeEach(async () => {
    client = await stage.cluster.client(stage.cluster.node(1));
  });

  afterEach(() => client.close());

  test.each(faults)(
    'gets answers of the other pod when $title',
    async ({ cause, strike }) => {
      const scene = await openSceneOfServers(stage.cluster);
      asking = await client.ask({ url: await serviceUrl(scene.plane, scene) });
      await asking.until('orders-0');
      await strike(scene);
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await asking.until('orders-1');
      expect(outages(await asking.stop())).toMatchObject([{ fromPod: 'orders-0', toPod: 'orders-1' }]);
      await untilStatus(scene, ({ lastTransition }) => expect(lastTransition).toMatchObject({ cause }));
      await expectSafe(scene);
    },
    60_000,
  );
});
