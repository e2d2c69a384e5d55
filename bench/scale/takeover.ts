// Measures how soon the other replica acts after the leader is killed. It must wait until the Lease expires, and then
// read again what its predecessor may have written last, for all objects.
import { setTimeout as sleep } from 'node:timers/promises';
import { Flips } from '../latency/flips.ts';
import { MeasuredOperator } from './operator.ts';
import type { Stand } from './stand.ts';
import { firstScenes } from './world.ts';

/** A wait after the flips, so that the last renewal of the Lease is at an arbitrary moment. */
const SETTLING_MS = 3000;

export interface Takeover {
  readonly leadsAfterSeconds: number;
  /** When the slice changed whose pod failed together with the leader. */
  readonly actsAfterSeconds: number;
}

export async function measureTakeover({ plane, services }: Stand): Promise<Takeover> {
  const leader = await MeasuredOperator.start(plane, { name: 'leader' });
  await leader.coldStart(services);
  const follower = await MeasuredOperator.start(plane, { name: 'follower' });
  await follower.untilReady();
  const [scene] = firstScenes(plane, 1);
  if (scene === undefined) throw new Error('unreachable: there is one');
  const flips = await Flips.start(scene);
  await sleep(SETTLING_MS);
  const killedMs = Date.now();
  leader.kill();
  const flipMs = await flips.flip(scene);
  flips.stop();
  const leadsAfterSeconds = ((follower.ledSinceMs ?? NaN) - killedMs) / 1000;
  await follower.stop();
  return { leadsAfterSeconds, actsAfterSeconds: flipMs / 1000 };
}
