// Measures how soon the other replica acts after the leader is killed. It must wait until the Lease expires, and then
// read again what its predecessor may have written last, for all objects.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { MeasuredOperator } from './operator.ts';

/** A wait after the start, so that the last renewal of the Lease is at an arbitrary moment. */
const SETTLING_MS = 3000;

export interface Takeover {
  readonly leadsAfterSeconds: number;
  /** When the slice changed whose pod failed together with the leader. */
  readonly actsAfterSeconds: number;
}

export interface Takeable {
  readonly plane: ControlPlane;
  /** How many objects there are. */
  readonly services: number;
}

/** `failOver` lets an active fail, and resolves with the time until the slice has changed, in milliseconds. */
export async function measureTakeover(
  { plane, services }: Takeable,
  failOver: () => Promise<number>,
): Promise<Takeover> {
  const leader = await MeasuredOperator.start(plane, { name: 'leader' });
  await leader.coldStart(services);
  const follower = await MeasuredOperator.start(plane, { name: 'follower' });
  await follower.untilReady();
  await sleep(SETTLING_MS);
  const killedMs = Date.now();
  leader.kill();
  const actsAfterSeconds = (await failOver()) / 1000;
  const leadsAfterSeconds = ((follower.ledSinceMs ?? NaN) - killedMs) / 1000;
  await follower.stop();
  return { leadsAfterSeconds, actsAfterSeconds };
}
