// Measures the time from the event of a failed pod to the event of the changed slice, while other pods are updated all
// the time, and the same for a bare loop. The clusters with few and many objects take turns of some seconds, so that
// other load on the machine affects both.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { Flips } from '../latency/flips.ts';
import { summaryOf, type Summary } from '../latency/quantiles.ts';
import { measureFloor } from './floor.ts';
import { collectGarbage } from './servers.ts';
import type { Stand } from './stand.ts';
import { startUpdates, stopUpdates } from './unrelated.ts';
import { firstScenes } from './world.ts';

const FLIPS_PER_TURN = 50;

/** Not counted: they warm up the just-in-time compiler of operator and observer. */
const WARM_UP = 10;

/** The same number in both clusters, so that they differ in their size only. */
const FLIPPED = 100;

export interface Latency {
  readonly failover: Summary;
  readonly floor: Summary;
  /** Unrelated updates per second. */
  readonly updateRate: number;
}

/** In milliseconds. */
interface Sample {
  readonly failover: readonly number[];
  readonly floor: readonly number[];
  readonly updateRate: number;
}

/** One run, among few objects and among many. */
export async function compareLatency(stands: readonly Stand[], flips: number): Promise<readonly Latency[]> {
  const samples: Sample[][] = stands.map(() => []);
  for (let turn = 0; turn < flips / FLIPS_PER_TURN; turn++) {
    for (const [index, { plane }] of stands.entries()) samples[index]?.push(await measure(plane));
  }
  return samples.map(latencyOf);
}

async function measure(plane: ControlPlane): Promise<Sample> {
  const scenes = firstScenes(plane, FLIPPED);
  const [scene] = scenes;
  if (scene === undefined) throw new Error('unreachable: FLIPPED is not 0');
  await collectGarbage(plane);
  const updates = await startUpdates(plane);
  await sleep(500);
  const floor = (await measureFloor(plane, WARM_UP + FLIPS_PER_TURN)).slice(WARM_UP);
  const observer = await Flips.start(scene);
  await observer.measure(scenes, WARM_UP);
  const failover = await observer.measure(scenes, FLIPS_PER_TURN);
  observer.stop();
  return { failover, floor, updateRate: await stopUpdates(updates) };
}

function latencyOf(samples: readonly Sample[]): Latency {
  return {
    failover: summaryOf(samples.flatMap(({ failover }) => failover)),
    floor: summaryOf(samples.flatMap(({ floor }) => floor)),
    updateRate: samples.reduce((sum, { updateRate }) => sum + updateRate, 0) / samples.length,
  };
}
