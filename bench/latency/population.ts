// The objects among which a failover is measured: ActiveStandbyServices with two ready pods each, all in one namespace,
// because there each pod could belong to any of them.
import { eventuallyAll } from '../../e2e/cluster/eventually.ts';
import { activeStandbyServices } from '../../e2e/cluster/resources.ts';
import { beside, type Asvc, type Scene } from '../../e2e/support/scene.ts';
import { createServing, isSettled } from '../../e2e/support/servingScene.ts';

/** Concurrent requests. */
const WIDTH = 16;
const DEADLINE_MS = 600_000;

/** Adds objects from `from` up to `count`; resolves with their scenes once each serves and its status is written. */
export async function populate(scene: Scene, from: number, count: number): Promise<readonly Scene[]> {
  const scenes = Array.from({ length: count - from }, (_, index) => beside(scene, `orders-${from + index}`));
  await inParallel(scenes, createServing);
  const target = { resource: activeStandbyServices, namespace: scene.namespace, deadlineMs: DEADLINE_MS };
  await eventuallyAll<Asvc>(
    scene.plane.api,
    target,
    (asvcs) => asvcs.length === count && asvcs.every((asvc) => isSettled(asvc, 2)),
  );
  return scenes;
}

export async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
}
