// How long after the news of a failed pod does the news of the changed slice come, while others' pods report all the
// time? Beside it, in the same minute, the same for a bare loop.
import { setTimeout as pause } from 'node:timers/promises';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { Flips } from '../latency/flips.ts';
import { summaryOf, type Summary } from '../latency/quantiles.ts';
import { measureFloor } from './floor.ts';
import { startUpdates, stopUpdates } from './unrelated.ts';
import { firstScenes } from './world.ts';

/** Not counted: the just-in-time compiler of operator and observer learns from them. */
const WARM_UP = 50;

/** So that the cluster with few objects and the one with many differ in nothing but that. */
const FLIPPED = 100;

export interface Latency {
  readonly failover: Summary;
  readonly floor: Summary;
  /** Unrelated updates per second. */
  readonly updateRate: number;
}

export async function measureLatency(plane: ControlPlane, flips: number): Promise<Latency> {
  const scenes = firstScenes(plane, FLIPPED);
  const [scene] = scenes;
  if (scene === undefined) throw new Error('unreachable: FLIPPED is not 0');
  const updates = await startUpdates(plane);
  await pause(1000);
  const floor = summaryOf((await measureFloor(plane, WARM_UP + flips)).slice(WARM_UP));
  const observer = await Flips.start(scene);
  await observer.measure(scenes, WARM_UP);
  const failover = summaryOf(await observer.measure(scenes, flips));
  observer.stop();
  return { failover, floor, updateRate: await stopUpdates(updates) };
}
