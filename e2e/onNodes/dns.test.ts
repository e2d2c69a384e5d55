// A headless Service as clients see it: through CoreDNS, which has only the slice of the operator to answer from.
import { expect, test } from '@jest/globals';
import { startCoreDns } from '../cluster/nodes/coreDns.ts';
import { signalPod } from '../cluster/nodes/containers.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { serverPort } from '../cluster/nodes/servers.ts';
import { openSceneOfServers, setUpNodes } from '../support/nodesStage.ts';
import { podOf } from '../support/scene.ts';

const stage = setUpNodes({ nodes: 2 });

test('the name of a headless Service leads to the active pod, and after its process is killed to the other', async () => {
  const resolver = await startCoreDns(stage.cluster, { ttl: 0 });
  const service = { type: 'Headless', ports: [{ port: serverPort }] };
  const scene = await openSceneOfServers(stage.cluster, { service });
  const client = await stage.cluster.client();
  const url = `http://orders.${scene.namespace}.svc.cluster.local.:${serverPort}`;
  const asking = await client.ask({ url, resolver, everyMs: 20 });
  await asking.until('orders-0');
  await signalPod(stage.cluster, podOf(scene, 'orders-0'), 'SIGKILL');
  await asking.until('orders-1');
  expect(outages(await asking.stop())).toMatchObject([{ fromPod: 'orders-0', toPod: 'orders-1' }]);
}, 90_000);
