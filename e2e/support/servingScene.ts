// Healthy scenes: the first pod is active in term 1, and everything is reported.
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { eventuallyAll } from '../cluster/eventually.ts';
import type { PodSpec } from '../cluster/pods.ts';
import { activeStandbyServices } from '../cluster/resources.ts';
import { untilPublished } from './published.ts';
import { createAsvc, createReadyPod, createReadyPods, openScene, type Asvc, type Scene } from './scene.ts';
import { untilStatus, verdictOf } from './status.ts';

/** Three pods. */
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

/** Published, and reported in the status. */
export async function untilServing(scene: Scene, pod: string, term: number): Promise<void> {
  await untilPublished(scene, { pod, term });
  await untilStatus(scene, (status) => {
    const isReported = status.active?.podName === pod && status.term === term;
    return isReported && verdictOf(status, 'Ready') === 'True ActivePublished';
  });
}

/** One of many objects in a namespace: two pods of its own, named after it. Does not wait until it serves. */
export async function createServing(scene: Scene, pods: readonly Partial<PodSpec>[] = [{}, {}]): Promise<void> {
  const labels = { app: scene.name };
  for (const [ordinal, pod] of pods.entries()) {
    await createReadyPod(scene, `${scene.name}-${ordinal}`, { labels, ...pod });
  }
  await createAsvc(scene, { selector: { matchLabels: labels } });
}

/** So many objects with two pods each in the namespace, and no others. */
export async function untilAllSettled({ plane, namespace }: Scene, count: number): Promise<void> {
  await eventuallyAll<Asvc>(
    plane.api,
    { resource: activeStandbyServices, namespace },
    (all) => all.length === count && all.every((asvc) => isSettled(asvc, 2)),
  );
}

/** Serves, and all of its pods are candidates. */
export function isSettled({ status = {} }: Asvc, podCount: number): boolean {
  return verdictOf(status, 'Ready') === 'True ActivePublished' && status.candidateSummary === `${podCount}/${podCount}`;
}
