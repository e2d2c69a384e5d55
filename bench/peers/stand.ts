// Opens arms on one control plane, and closes them.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ControlPlaneOptions } from '../../e2e/cluster/controlPlane.ts';
import { startPreparedPlane } from '../../e2e/support/stage.ts';
import { Arm, type ArmSpec, type Stand } from './arms.ts';
import { Observer } from './observer.ts';
import { createNodes } from './population.ts';
import type { Counts } from './results.ts';

/** How long an operator must have done nothing, to have written the status of all of its objects. */
const QUIET_MS = 3000;

/** Runs `measure` on a fresh control plane with these arms, all of them started and quiet. */
export async function onStand<T>(
  options: ControlPlaneOptions,
  specs: readonly ArmSpec[],
  measure: (arms: readonly Arm[]) => Promise<T>,
): Promise<T> {
  const plane = await startPreparedPlane(options);
  const observer = Observer.start(plane);
  try {
    await createNodes(plane);
    const arms = await openArms({ plane, observer }, specs);
    for (const arm of arms) await untilQuiet(arm);
    const result = await measure(arms);
    for (const arm of arms) await arm.stop();
    return result;
  } finally {
    observer.stop();
    await plane.stop();
  }
}

async function openArms(stand: Stand, specs: readonly ArmSpec[]): Promise<readonly Arm[]> {
  const arms: Arm[] = [];
  for (const spec of specs) {
    const arm = await Arm.create(stand, spec);
    await arm.start();
    arms.push(arm);
  }
  return arms;
}

async function untilQuiet({ worker }: Arm): Promise<void> {
  if (worker?.counts === undefined) return;
  let before: Counts | undefined;
  for (let now = await worker.counts(); !isDeepStrictEqual(now, before); now = await worker.counts()) {
    before = now;
    await sleep(QUIET_MS);
  }
}
