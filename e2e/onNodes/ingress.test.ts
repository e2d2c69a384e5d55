// An Ingress in front of an ActiveStandbyService: Traefik follows the slice of the operator.
import { expect, test } from '@jest/globals';
import { apply } from '../cluster/nodes/addOn.ts';
import { signalPod } from '../cluster/nodes/containers.ts';
import { outages } from '../cluster/nodes/outcomes.ts';
import { ingressClass, startTraefik } from '../cluster/nodes/traefik.ts';
import { openSceneOfServers, setUpNodes } from '../support/nodesStage.ts';
import { podOf, type Scene } from '../support/scene.ts';

const stage = setUpNodes({ nodes: 2 });

function ingressTo({ namespace, name }: Scene, host: string): object {
  const backend = { service: { name, port: { number: 80 } } };
  const rules = [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  const spec = { ingressClassName: ingressClass, rules };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { namespace, name }, spec };
}

test('an Ingress leads to the active pod, and after its process is killed to the other', async () => {
  const url = await startTraefik(stage.cluster, { throttleMs: 100 });
  const scene = await openSceneOfServers(stage.cluster);
  const host = 'orders.example.test';
  await apply(scene.plane, [ingressTo(scene, host)]);
  const client = await stage.cluster.client();
  const asking = await client.ask({ url, host, everyMs: 20 });
  await asking.until('orders-0');
  await signalPod(stage.cluster, podOf(scene, 'orders-0'), 'SIGKILL');
  await asking.until('orders-1');
  expect(outages(await asking.stop())).toMatchObject([{ fromPod: 'orders-0', toPod: 'orders-1' }]);
}, 120_000);
