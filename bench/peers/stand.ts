// Opens arms on one control plane, and closes them.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ControlPlane, ControlPlaneOptions } from '../../e2e/cluster/controlPlane.ts';
import { startPreparedPlane } from '../../e2e/support/stage.ts';
import { Arm, namespaceOf, type ArmSpec } from './arms.ts';
import { Observer } from './observer.ts';
import { createNodes, createSubjects, type Subject } from './population.ts';
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
  try {
    await createNodes(plane);
    const subjects = await createAll(plane, specs);
    return await withObserver(plane, async (observer) => {
      const arms = specs.map((spec, index) => new Arm({ plane, observer }, spec, subjects[index] ?? []));
      for (const arm of arms) await arm.start();
      for (const arm of arms) await untilQuiet(arm);
      const result = await measure(arms);
      for (const arm of arms) await arm.stop();
      return result;
    });
  } finally {
    await plane.stop();
  }
}

async function createAll(plane: ControlPlane, specs: readonly ArmSpec[]): Promise<readonly (readonly Subject[])[]> {
  const all: (readonly Subject[])[] = [];
  for (const spec of specs) all.push(await createSubjects(plane, namespaceOf(spec), spec));
  return all;
}

/**
 * Called when the objects exist. The API server gives a watch room for few events as long as it has seen few, and closes
 * one that a storm then fills.
 */
async function withObserver<T>(plane: ControlPlane, run: (observer: Observer) => Promise<T>): Promise<T> {
  const observer = Observer.start(plane);
  try {
    return await run(observer);
  } finally {
    observer.stop();
  }
}

async function untilQuiet({ worker }: Arm): Promise<void> {
  if (worker?.counts === undefined) return;
  let before: Counts | undefined;
  for (let now = await worker.counts(); !isDeepStrictEqual(now, before); now = await worker.counts()) {
    before = now;
    await sleep(QUIET_MS);
  }
}
