// Many objects for which nothing happens, beside whatever else a test file does meanwhile.
import { setTimeout as delay } from 'node:timers/promises';
import { eventuallyAll } from '../cluster/eventually.ts';
import { patchObject } from '../cluster/objects.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../cluster/resources.ts';
import { sliceOf } from './published.ts';
import { beside, openScene, podOf, type Asvc, type Scene } from './scene.ts';
import { createServing, isSettled } from './servingScene.ts';
import type { Stage } from './stage.ts';
import { now, writesSince, type Moment } from './writes.ts';

export interface IdleScene {
  readonly scene: Scene;
  readonly since: Moment;
  /** Monotonic, of when it fell silent. */
  readonly startMs: number;
}

/** Returns when each of them serves, and all that was to be told is told. */
export async function openIdleScene(stage: Stage, count: number): Promise<IdleScene> {
  const scene = await openScene(stage.plane, 'idle');
  const names = Array.from({ length: count }, (_, index) => `idle-${index}`);
  await Promise.all(names.map((name) => createServing(beside(scene, name))));
  const target = { resource: activeStandbyServices, namespace: scene.namespace };
  await eventuallyAll<Asvc>(
    stage.plane.api,
    target,
    (asvcs) => asvcs.length === count && asvcs.every((asvc) => isSettled(asvc, 2)),
  );
  const idle = { scene, since: await now(stage), startMs: performance.now() };
  await Promise.all(names.map((name) => annotate(beside(scene, name))));
  return idle;
}

/** Changes that wake the operator, or could, and are none of its business. */
async function annotate(scene: Scene): Promise<void> {
  const { plane, namespace, name } = scene;
  const patch = { metadata: { annotations: { 'example.com/seen': 'yes' } } };
  await patchObject(plane.api, pods, { ...podOf(scene, `${name}-0`), patch });
  for (const resource of [services, endpointSlices, activeStandbyServices]) {
    const target = resource === endpointSlices ? sliceOf(scene) : { namespace, name };
    await patchObject(plane.api, resource, { ...target, patch });
  }
}

/** What the operator has written for them until this long after they fell silent. */
export async function writesWhileIdle(idle: IdleScene, stage: Stage, lengthMs: number): Promise<readonly string[]> {
  await delay(Math.max(idle.startMs + lengthMs - performance.now(), 0));
  return writesSince(idle.since, idle.scene, stage);
}
