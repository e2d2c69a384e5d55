// One of the two compared clusters, with few or with many objects.
import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedError, type Api } from '../../e2e/cluster/api.ts';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../../e2e/cluster/resources.ts';
import { startPreparedPlane } from '../../e2e/support/stage.ts';
import { collectionPath } from '../../src/kube/api/resourcePath.ts';
import { createFloor } from './floor.ts';
import { makeModel } from './model.ts';
import { apiServerFor, collectGarbage, controllerManagerFor } from './servers.ts';
import { createUnrelatedPods } from './unrelated.ts';
import { createNodes, populate } from './world.ts';

/** How long the controller manager processes new objects. */
const SETTLE_MS = 30_000;

export interface Stand {
  readonly plane: ControlPlane;
  readonly services: number;
  readonly podBytes: number;
}

export async function makeStand(count: number): Promise<Stand> {
  const settings = { apiServer: apiServerFor(count), controllerManager: controllerManagerFor(count) };
  const plane = await startPreparedPlane(settings);
  try {
    await createNodes(plane);
    const model = await makeModel(plane);
    await createUnrelatedPods(plane);
    await createFloor(plane);
    await populate(plane, model, [0, count]);
    await untilCachesFollow(plane);
    await sleep(SETTLE_MS);
    await collectGarbage(plane);
    return { plane, services: count, podBytes: model.podBytes };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** An API server that is still reading the objects written past it refuses to list. */
async function untilCachesFollow({ api }: ControlPlane): Promise<void> {
  for (const resource of [pods, services, endpointSlices, activeStandbyServices]) {
    while (!(await isListed(api, `${collectionPath(resource)}?limit=1`))) await sleep(1000);
  }
}

async function isListed(api: Api, path: string): Promise<boolean> {
  try {
    await api.text('GET', path);
    return true;
  } catch (error) {
    if (error instanceof RefusedError && error.status === 504) return false;
    throw error;
  }
}
