// etcd is restored from an older copy: versions go back, and watches from lost versions would wait for ever. The
// operator continues without a restart, and terms do not decrease. Each test has a cluster of its own.
import { describe, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { untilPublished } from './support/published.ts';
import { startReplicas, untilLeads } from './support/replicas.ts';
import { createReadyPod, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { startOperator, startPreparedPlane } from './support/stage.ts';

const PATIENT_MS = 180_000;

interface Restored {
  readonly plane: ControlPlane;
  readonly operator: OperatorProcess;
}

async function withPlane(args: readonly string[], run: (restored: Restored) => Promise<void>): Promise<void> {
  const plane = await startPreparedPlane();
  try {
    const operator = await startOperator(plane, { args });
    await run({ plane, operator });
    // The process was never restarted.
    expect(operator.process.exit).toBeUndefined();
  } finally {
    await plane.stop();
  }
}

async function change(scene: Scene, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await createReadyPod(scene, `other-${time}`, { labels: {} });
}

describe('an operator whose etcd is restored', () => {
  test.concurrent(
    'fails over afterwards, and continues above the terms that it has given out',
    () =>
      withPlane([], async ({ plane, operator }) => {
        const moved = { ...(await openServingScene(plane)), deadlineMs: PATIENT_MS };
        const quiet = { ...(await openServingScene(plane)), deadlineMs: PATIENT_MS };
        const restore = await plane.copyData();
        await setReady(moved, 'orders-0', false);
        await untilServing(moved, 'orders-1', 2);
        await change(quiet, 200);
        await restore();
        await untilPublished(moved, { pod: 'orders-1', term: 2 });
        await setReady(quiet, 'orders-0', false);
        await untilServing(quiet, 'orders-1', 2);
        await setReady(moved, 'orders-1', false);
        await untilPublished(moved, { pod: 'orders-0', term: 3 });
        expect(operator.logs().map((line) => line['message'])).toContain(
          'the data of the API server went back, listing everything again',
        );
      }),
    PATIENT_MS,
  );

  test.concurrent(
    'leads or follows by the restored Lease, and terms do not decrease, whichever process leads',
    async () => {
      const replicas = await startReplicas();
      const { plane } = replicas;
      try {
        const scene = { ...(await openServingScene(plane)), deadlineMs: PATIENT_MS };
        const restore = await plane.copyData();
        const { leader, follower } = await replicas.settle();
        await leader.operator.stop();
        await untilLeads(plane, follower);
        await leader.operator.start();
        await setReady(scene, 'orders-0', false);
        await untilServing(scene, 'orders-1', 2);
        await change(scene, 50);
        await restore();
        await untilPublished(scene, { pod: 'orders-1', term: 2 });
        await setReady(scene, 'orders-1', false);
        await untilServing(scene, 'orders-0', 3);
        for (const { operator } of replicas.all) expect(operator.process.exit).toBeUndefined();
      } finally {
        await replicas.stop();
      }
    },
    PATIENT_MS,
  );
});
