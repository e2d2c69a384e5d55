// Outages of what the operator needs: the status, the API server, the network, the CRD. Each test has a cluster of its
// own, and they run concurrently, because they mostly wait.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { bindOperator, installCrds } from './cluster/bindOperator.ts';
import { changeInEtcd } from './cluster/changeInEtcd.ts';
import { startControlPlane } from './cluster/controlPlane.ts';
import { getObject } from './cluster/objects.ts';
import type { Pod } from './cluster/pods.ts';
import { isWriteOf } from './cluster/proxiedRequest.ts';
import { activeStandbyServices, pods } from './cluster/resources.ts';
import { InstalledCrd } from './support/installedCrd.ts';
import { startProxiedStage, type ProxiedStage } from './support/proxiedStage.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, patchSpec, podOf, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { startOperator } from './support/stage.ts';
import { untilStatus } from './support/status.ts';
import { expectReported } from './support/reported.ts';

const PATIENT_MS = 120_000;

async function withStage(run: (stage: ProxiedStage) => Promise<void>): Promise<void> {
  const stage = await startProxiedStage();
  try {
    await run(stage);
    // The process was never restarted.
    expect(stage.operator.process.exit).toBeUndefined();
  } finally {
    await stage.stop();
  }
}

const newer = { anything: [1] };

/** Gives the CRD a field, and the object a value for it. */
async function addUnknownField(scene: Scene): Promise<void> {
  const crd = await InstalledCrd.read(scene.plane);
  await crd.extend(['newer'], { type: 'object', 'x-kubernetes-preserve-unknown-fields': true });
  // Until the API server serves the changed CRD, it drops the field silently.
  while (Reflect.get((await patchSpec(scene, { newer })).spec, 'newer') === undefined) await delay(50);
}

function asUnready(pod: Pod): Pod {
  const conditions = pod.status?.conditions?.map((condition) => ({ ...condition, status: 'False' })) ?? [];
  return { ...pod, status: { ...pod.status, conditions } };
}

describe('an operator', () => {
  test.concurrent(
    'continues failovers while its status is refused for a minute, and reports all of them afterwards',
    () =>
      withStage(async ({ plane, proxy }) => {
        const scene = await openServingScene(plane);
        const effect = { type: 'refuse', status: 500, reason: 'InternalError' } as const;
        const matching = isWriteOf(activeStandbyServices, 'status');
        const refusal = proxy.inject({ moment: 'before', effect, matching, times: Infinity });
        const minute = delay(60_000);
        const expected = ['1 orders-0'];
        for (let term = 2; term <= 7; term++) {
          await setReady(scene, `orders-${(term - 2) % 3}`, false);
          await untilPublished(scene, { pod: `orders-${(term - 1) % 3}`, term });
          await setReady(scene, `orders-${(term - 2) % 3}`, true);
          expected.push(`${term} orders-${(term - 1) % 3}`);
          await delay(9_000);
        }
        await minute;
        expect((await untilStatus(scene, () => true)).term).toBe(1);
        proxy.remove(refusal);
        await untilServing({ ...scene, deadlineMs: 30_000 }, 'orders-0', 7);
        await expectReported(scene, expected);
        await expectSafe(scene);
      }),
    PATIENT_MS,
  );

  test.concurrent(
    'survives an outage of the API server of half a minute, and handles the failures of that time',
    () =>
      withStage(async ({ plane }) => {
        const failing = { ...(await openServingScene(plane)), deadlineMs: 30_000 };
        const sound = await openServingScene(plane);
        await plane.stopApiServer();
        await changeInEtcd<Pod>(plane.etcdUrl, { resource: pods, ...podOf(failing, 'orders-0') }, asUnready);
        await delay(30_000);
        await plane.startApiServer();
        await untilServing(failing, 'orders-1', 2);
        await setReady(failing, 'orders-1', false);
        await untilServing(failing, 'orders-2', 3);
        await expectReported(failing, ['1 orders-0', '2 orders-1', '3 orders-2']);
        await expectSafe(failing);
        expect(await publications(sound)).toEqual(['1 orders-0']);
      }),
    PATIENT_MS,
  );

  test.concurrent(
    'replaces connections that are cut or hang',
    () =>
      withStage(async ({ plane, proxy }) => {
        const scene = { ...(await openServingScene(plane)), deadlineMs: PATIENT_MS };
        proxy.gate.cut();
        await setReady(scene, 'orders-0', false);
        await untilServing(scene, 'orders-1', 2);
        proxy.gate.strand();
        await setReady(scene, 'orders-1', false);
        await untilServing(scene, 'orders-2', 3);
        await expectReported(scene, ['1 orders-0', '2 orders-1', '3 orders-2']);
        await expectSafe(scene);
      }),
    PATIENT_MS,
  );

  test.concurrent(
    'waits for its CRD, also when that is deleted and recreated with unknown fields',
    async () => {
      const plane = await startControlPlane();
      try {
        await bindOperator(plane);
        const operator = await startOperator(plane, { untilReady: false });
        expect(await operator.health('readyz')).toBe(503);
        await installCrds(plane);
        const scene = { ...(await openServingScene(plane)), deadlineMs: PATIENT_MS };
        expect(await operator.health('readyz')).toBe(200);
        await plane.kubectl(['delete', 'crd', 'activestandbyservices.activestandby.dev', '--timeout=60s']);
        await setReady(scene, 'orders-0', false);
        await installCrds(plane);
        // The objects of the predecessor are collected first, which takes Kubernetes half a minute.
        await createAsvc(scene);
        await untilServing(scene, 'orders-1', 1);
        await addUnknownField(scene);
        await setReady(scene, 'orders-1', false);
        await untilServing(scene, 'orders-2', 2);
        expect(await getObject(plane.api, activeStandbyServices, scene)).toMatchObject({ spec: { newer } });
        expect(operator.process.exit).toBeUndefined();
      } finally {
        await plane.stop();
      }
    },
    PATIENT_MS,
  );
});
