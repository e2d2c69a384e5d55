// Many idle objects, while other tests of the file run.
import { setTimeout as delay } from 'node:timers/promises';
import { patchObject } from '../cluster/objects.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../cluster/resources.ts';
import { sliceOf } from './published.ts';
import { beside, openScene, podOf, type Scene } from './scene.ts';
import { createServing, untilAllSettled } from './servingScene.ts';
import type { Stage } from './stage.ts';
import { now, writesSince, type Moment } from './writes.ts';

export interface IdleScene {
  readonly scene: Scene;
  readonly since: Moment;
  /** Monotonic time since which they are idle. */
  readonly startMs: number;
}

/** Resolves when each of them serves, and all reports are written. */
export async function openIdleScene(stage: Stage, count: number): Promise<IdleScene> {
  const scene = await openScene(stage.plane, 'idle');
  const names = Array.from({ length: count }, (_, index) => `idle-${index}`);
  await Promise.all(names.map((name) => createServing(beside(scene, name))));
  await untilAllSettled(scene, count);
  const idle = { scene, since: await now(stage), startMs: performance.now() };
  await Promise.all(names.map((name) => annotate(beside(scene, name))));
  return idle;
}

/** Irrelevant changes that could trigger the operator. */
async function annotate(scene: Scene): Promise<void> {
  const { plane, namespace, name } = scene;
  const patch = { metadata: { annotations: { 'example.com/seen': 'yes' } } };
  await patchObject(plane.api, pods, { ...podOf(scene, `${name}-0`), patch });
  for (const resource of [services, endpointSlices, activeStandbyServices]) {
    const target = resource === endpointSlices ? sliceOf(scene) : { namespace, name };
    await patchObject(plane.api, resource, { ...target, patch });
  }
}

/** The operator's writes for them until this long after they became idle. */
export async function writesWhileIdle(idle: IdleScene, stage: Stage, lengthMs: number): Promise<readonly string[]> {
  await delay(Math.max(idle.startMs + lengthMs - performance.now(), 0));
  return writesSince(idle.since, idle.scene, stage);
}
