// What the operator does for a failover, and for the recovery of the pod: differences of its own counters.
import { setTimeout as sleep } from 'node:timers/promises';
import { operatorUser } from '../../e2e/cluster/users.ts';
import { auditOf } from '../../e2e/support/stage.ts';
import type { Arm } from './arms.ts';
import { earlyWrites } from './earlyWrites.ts';
import { rounded } from './rounded.ts';
import type { ArmCounts, Counts } from './results.ts';

/** Different objects, so that they do not share a write. */
const FAILOVERS = 10;

/** Longer than status and Events wait. */
const SETTLE_MS = 3000;

/** Undefined for an arm that does not count. */
export async function countWork(arm: Arm): Promise<ArmCounts | undefined> {
  const count = arm.worker?.counts;
  if (count === undefined) return undefined;
  const subjects = arm.subjects.slice(0, FAILOVERS);
  await sleep(SETTLE_MS);
  const audit = auditOf(arm.stand.plane);
  const mark = await audit.mark();
  const before = await count();
  for (const subject of subjects) await arm.failOver(subject, false);
  await sleep(SETTLE_MS);
  const failed = await count();
  const writes = await audit.mutatingRequests(operatorUser, mark);
  for (const subject of subjects) await arm.recover(subject);
  await sleep(SETTLE_MS);
  const recovered = await count();
  const early = earlyWrites(
    writes,
    subjects.map(({ name }) => name),
  );
  return {
    arm: arm.id,
    failover: per(failed, before),
    recovery: per(recovered, failed),
    earlyWrites: rounded(early / subjects.length),
  };
}

function per(after: Counts, before: Counts): Counts {
  const each = (name: keyof Counts): number => rounded((after[name] - before[name]) / FAILOVERS);
  return {
    reconciles: each('reconciles'),
    sliceWrites: each('sliceWrites'),
    statusWrites: each('statusWrites'),
    events: each('events'),
  };
}
