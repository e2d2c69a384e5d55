// What a node can suffer, what the control plane sees of it, and what clients see.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { V1Node } from '@kubernetes/client-node';
import type { Wire } from '../../src/kube/wire.ts';
import { eventually } from '../cluster/eventually.ts';
import type { Client } from '../cluster/nodes/client.ts';
import type { RealNode } from '../cluster/nodes/realNode.ts';
import { answersTo, outages } from '../cluster/nodes/outcomes.ts';
import { nodes } from '../cluster/resources.ts';
import { serviceUrl } from '../cluster/nodes/servers.ts';
import { openSceneOfServers, setUpNodes } from '../support/nodesStage.ts';
import { untilPublished } from '../support/published.ts';
import { expectSafe } from '../support/safety.ts';

// Dead after 6 s instead of 50.
const stage = setUpNodes({ nodes: 3, controllerManager: { nodeGraceSeconds: 6 } });

interface Fault {
  readonly title: string;
  readonly strike: (node: RealNode) => Promise<void> | void;
  readonly heal: (node: RealNode) => Promise<void> | void;
}

const faults: readonly Fault[] = [
  { title: 'is cut off from the network', strike: (node) => node.disconnect(), heal: (node) => node.reconnect() },
  { title: 'is frozen', strike: (node) => node.freeze(), heal: (node) => node.thaw() },
  { title: 'loses its power', strike: (node) => node.powerOff(), heal: (node) => node.powerOn() },
];

function untilReadyIs(node: RealNode, wanted: string): Promise<Wire<V1Node>> {
  const target = { resource: nodes, namespace: '', name: node.name, deadlineMs: 30_000 };
  return eventually<Wire<V1Node>>(stage.cluster.plane.api, target, ({ status }) => {
    expect(status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe(wanted);
  });
}

describe('when a node', () => {
  let client: Client | undefined;

  afterEach(() => client?.close());

  test.each(faults)(
    '$title, its active moves, and it comes back',
    async ({ strike, heal }) => {
      const scene = await openSceneOfServers(stage.cluster);
      const failed = stage.cluster.node(0);
      client = await stage.cluster.client(stage.cluster.node(2));
      const asking = await client.ask({ url: await serviceUrl(scene.plane, scene), everyMs: 20 });
      await asking.until('orders-0');
      await strike(failed);
      await untilReadyIs(failed, 'Unknown');
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      const { endedMs } = await asking.until('orders-1');
      await heal(failed);
      await untilReadyIs(failed, 'True');
      await asking.until('orders-1');
      const outcomes = await asking.stop();
      expect(outages(outcomes)[0]).toMatchObject({ fromPod: 'orders-0', toPod: 'orders-1' });
      // What reached the old one before that may still be answered when it thaws.
      expect(answersTo(outcomes, 'orders-0', endedMs)).toBe(0);
      await expectSafe(scene);
    },
    120_000,
  );
});
