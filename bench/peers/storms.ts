// Storms: the actives of all objects of an arm fail within tenths of a second. The arms take turns.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectName } from '../../src/kube/resource.ts';
import { cpuSecondsOf, memoryOf } from '../processUsage.ts';
import type { Arm } from './arms.ts';
import { rounded } from './rounded.ts';
import type { ArmStorms, Storm } from './results.ts';
import { prepareReadiness } from './storedPods.ts';

/** Until status and Events are written. */
const SETTLE_MS = 4000;

export async function measureStorms(arms: readonly Arm[], rounds: number): Promise<readonly ArmStorms[]> {
  const measured = arms.map((arm) => ({ arm, storms: [] as Storm[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { arm, storms } of measured) storms.push(await measureStorm(arm));
  }
  return measured.map(({ arm, storms }) => ({ arm: arm.id, objects: arm.subjects.length, storms, ...rssOf(arm) }));
}

async function measureStorm(arm: Arm): Promise<Storm> {
  const { plane, observer } = arm.stand;
  const failing = arm.subjects.map((subject) => arm.failing(subject));
  const pods = failing.map(({ pod }) => nameIn(pod));
  const fail = await prepareReadiness(plane.etcdUrl, pods, false);
  const before = cpuMsOf(arm);
  const ms = await observer.failovers(failing, fail);
  await sleep(SETTLE_MS);
  const recover = await prepareReadiness(plane.etcdUrl, pods, true);
  await recover();
  await arm.untilPublished();
  await sleep(SETTLE_MS);
  const after = cpuMsOf(arm);
  const cpu = before === undefined || after === undefined ? {} : { cpuMs: rounded((after - before) / pods.length) };
  return { ms: ms.map(rounded), ...cpu };
}

function cpuMsOf({ worker }: Arm): number | undefined {
  return worker && cpuSecondsOf(worker.pid) * 1000;
}

function rssOf({ worker }: Arm): { readonly rssMb?: number } {
  return worker === undefined ? {} : { rssMb: rounded(memoryOf(worker.pid).rss) };
}

function nameIn(key: string): ObjectName {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}
