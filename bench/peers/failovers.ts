// Failovers one after the other. The arms take turns of some seconds, so that other load on the machine affects all of
// them; one turn of each is a block.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSecondsOf } from '../processUsage.ts';
import type { Arm } from './arms.ts';
import { rounded } from './rounded.ts';
import type { ArmTurns, Turn } from './results.ts';

export interface FailoverPlan {
  readonly blocks: number;
  /** In each turn. */
  readonly flips: number;
  /** Not counted: they warm up the just-in-time compiler. */
  readonly warmUp: number;
}

/** Pause between two failovers, so that what follows the first does not mix with the second. */
const PAUSE_MS = 50;

/** After a turn, until status and Events are written, which belong to its CPU time. */
const SETTLE_MS = 1500;

/** The same number in all arms, so that those with more objects differ in their size only. */
const FLIPPED = 20;

export async function measureFailovers(arms: readonly Arm[], plan: FailoverPlan): Promise<readonly ArmTurns[]> {
  const measured = arms.map((arm) => ({ arm, turns: [] as Turn[] }));
  for (const arm of arms) await flip(arm, plan.warmUp);
  for (let block = 0; block < plan.blocks; block++) {
    // Each time another arm is first: what one leaves behind is not always the next one's burden.
    const order = [...measured.slice(block % arms.length), ...measured.slice(0, block % arms.length)];
    for (const { arm, turns } of order) turns.push(await measureTurn(arm, plan.flips));
  }
  return measured.map(({ arm, turns }) => ({ arm: arm.id, objects: arm.subjects.length, turns }));
}

async function measureTurn(arm: Arm, flips: number): Promise<Turn> {
  const { apiServerProcess } = arm.stand.plane;
  const pids = [apiServerProcess.pid, ...(arm.worker === undefined ? [] : [arm.worker.pid])];
  const before = pids.map(cpuSecondsOf);
  const ms = await flip(arm, flips);
  await sleep(SETTLE_MS);
  const [apiServerCpuMs = NaN, cpuMs] = pids.map((pid, index) => msPerFlip(cpuSecondsOf(pid), before[index], flips));
  return { ms, apiServerCpuMs, ...(cpuMs === undefined ? {} : { cpuMs }) };
}

export async function flip(arm: Arm, count: number): Promise<readonly number[]> {
  const durations: number[] = [];
  const subjects = arm.subjects.slice(0, FLIPPED);
  while (durations.length < count) {
    const subject = subjects[durations.length % subjects.length];
    if (subject === undefined) throw new Error(`Cannot measure ${arm.id}: it has no objects`);
    durations.push(rounded(await arm.failOver(subject)));
    await sleep(PAUSE_MS);
  }
  return durations;
}

function msPerFlip(after: number, before = NaN, flips: number): number {
  return rounded(((after - before) * 1000) / flips);
}
