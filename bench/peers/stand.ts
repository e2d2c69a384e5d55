// Opens arms on one control plane, and closes them.
import type { ControlPlaneOptions } from '../../e2e/cluster/controlPlane.ts';
import { startPreparedPlane } from '../../e2e/support/stage.ts';
import { Arm, type ArmSpec, type Stand } from './arms.ts';
import { Observer } from './observer.ts';
import { createNodes } from './population.ts';

/** Runs `measure` on a fresh control plane with these arms, all of them started. */
export async function onStand<T>(
  options: ControlPlaneOptions,
  specs: readonly ArmSpec[],
  measure: (arms: readonly Arm[]) => Promise<T>,
): Promise<T> {
  const plane = await startPreparedPlane(options);
  try {
    await createNodes(plane);
    const observer = Observer.start(plane);
    const arms = await openArms({ plane, observer }, specs);
    const result = await measure(arms);
    for (const arm of arms) await arm.stop();
    observer.stop();
    return result;
  } finally {
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
