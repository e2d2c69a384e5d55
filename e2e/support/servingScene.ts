// A scene in which all is well: three pods, the first of them active in term 1, and everything told.
import type { ControlPlane } from '../cluster/controlPlane.ts';
import type { PodSpec } from '../cluster/pods.ts';
import { untilPublished } from './published.ts';
import { createAsvc, createReadyPods, openScene, type Scene } from './scene.ts';
import { untilStatus, verdictOf } from './status.ts';

export async function openServingScene(
  plane: ControlPlane,
  spec: object = {},
  pod: Partial<PodSpec> = {},
): Promise<Scene> {
  const scene = await openScene(plane);
  await createReadyPods(scene, ['orders-0', 'orders-1', 'orders-2'], pod);
  await createAsvc(scene, spec);
  await untilServing(scene, 'orders-0', 1);
  return scene;
}

/** Published, and the status says so. */
export async function untilServing(scene: Scene, pod: string, term: number): Promise<void> {
  await untilPublished(scene, { pod, term });
  await untilStatus(scene, (status) => {
    const isTold = status.active?.podName === pod && status.term === term;
    return isTold && verdictOf(status, 'Ready') === 'True ActivePublished';
  });
}
