// One of the two clusters that are compared: with few objects, or with many.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { startPreparedPlane } from '../../e2e/support/stage.ts';
import { createFloor } from './floor.ts';
import { makeModel } from './model.ts';
import { createUnrelatedPods } from './unrelated.ts';
import { createNodes, populate } from './world.ts';

export interface Stand {
  readonly plane: ControlPlane;
  readonly services: number;
  readonly podBytes: number;
}

export async function makeStand(services: number): Promise<Stand> {
  const plane = await startPreparedPlane();
  try {
    await createNodes(plane);
    const model = await makeModel(plane);
    await createUnrelatedPods(plane);
    await createFloor(plane);
    await populate(plane, model, [0, services]);
    return { plane, services, podBytes: model.podBytes };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}
