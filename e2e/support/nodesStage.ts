// One cluster with real nodes for a whole file, and the operator beside them: it starts before the first test and stops
// after the last.
import { afterAll, beforeAll } from '@jest/globals';
import { bindOperator, installCrds } from '../cluster/bindOperator.ts';
import { cluster, type Cluster, type ClusterOptions } from '../cluster/nodes/cluster.ts';
import { createServerPod } from '../cluster/nodes/servers.ts';
import { createAsvc, openScene, podLabels, type Scene } from './scene.ts';
import { untilServing } from './servingScene.ts';
import { startOperator } from './stage.ts';

const START_WITHIN_MS = 120_000;

export interface NodesStage {
  readonly cluster: Cluster;
}

/** Tests and hooks may read its properties; they are not there before. */
export function setUpNodes(options: ClusterOptions): NodesStage {
  let started: Cluster | undefined;
  beforeAll(async () => {
    started = await cluster(options);
    await installCrds(started.plane);
    await bindOperator(started.plane);
    await startOperator(started.plane);
  }, START_WITHIN_MS);
  afterAll(() => started?.stop());
  return {
    get cluster(): Cluster {
      if (started === undefined) throw new Error('Cannot use the cluster: it starts before the first test');
      return started;
    },
  };
}

/** An ActiveStandbyService with a server pod on each node; orders-0, on the first node, is active. */
export async function openSceneOfServers({ plane, nodes }: Cluster, spec: object = {}): Promise<Scene> {
  const scene = await openScene(plane);
  for (const [ordinal, { name: nodeName }] of nodes.entries()) {
    await createServerPod(plane, {
      namespace: scene.namespace,
      name: `orders-${ordinal}`,
      labels: podLabels,
      nodeName,
    });
  }
  await createAsvc(scene, spec);
  await untilServing(scene, 'orders-0', 1);
  return scene;
}
