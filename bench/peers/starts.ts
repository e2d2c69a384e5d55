// The first failover after a start beside later ones, and the memory of an operator with few objects.
import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../processUsage.ts';
import type { Arm } from './arms.ts';
import { flip } from './failovers.ts';
import { rounded } from './rounded.ts';
import type { Start, Starts } from './results.ts';

const LATER = 40;

/** Between a start and its first failover, and before memory is read. */
const REST_MS = 5000;

/** The arm runs before and after. */
export async function measureStarts(arm: Arm, count: number): Promise<Starts> {
  const starts: Start[] = [];
  while (starts.length < count) starts.push(await measureStart(arm));
  await sleep(REST_MS);
  return { starts, rssMb: rounded(memoryOf(arm.worker?.pid ?? NaN).rss) };
}

async function measureStart(arm: Arm): Promise<Start> {
  await arm.stop();
  await arm.start();
  await sleep(REST_MS);
  const [firstMs = NaN] = await flip(arm, 1);
  return { firstMs, laterMs: await flip(arm, LATER) };
}
