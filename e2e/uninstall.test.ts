// The operator is removed: in a way that keeps the traffic, and with everything that it made.
import { describe, expect, test } from '@jest/globals';
import type { Service } from '../src/desired/service.ts';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { eventuallyGone } from './cluster/eventually.ts';
import { getObject, listObjects } from './cluster/objects.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { endpointSlices, services } from './cluster/resources.ts';
import { install, makeInstallYaml, NAMESPACE, startInstalledPlane, startPod } from './support/installation.ts';
import { published, sliceOf } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';

/** The garbage collector looks for new kinds of owners every 30 s. */
const collectedWithinMs = 60_000;

/** Kinds of which nothing of the operator may be left in the cluster. */
const kinds = 'crd,clusterroles,clusterrolebindings,roles,rolebindings,namespaces,networkpolicies,poddisruptionbudgets';

interface Installation {
  readonly plane: ControlPlane;
  readonly operator: OperatorProcess;
  readonly scene: Scene;
}

async function withInstallation(run: (installation: Installation) => Promise<void>): Promise<void> {
  const plane = await startInstalledPlane();
  try {
    const operator = await startPod(plane, 'operator-0');
    await run({ plane, operator, scene: await openServingScene(plane) });
  } finally {
    await plane.stop();
  }
}

async function deleteInstallation(plane: ControlPlane): Promise<void> {
  await plane.kubectl(['delete', '--timeout=60s', '-f', await makeInstallYaml(plane)]);
  const label = 'app.kubernetes.io/name=activestandby-operator';
  expect(await plane.kubectl(['get', kinds, '-A', '-l', label, '-o', 'name'])).toBe('');
  expect(await plane.kubectl(['get', 'crd', '-o', 'name'])).toBe('');
}

describe('removing the operator', () => {
  test.concurrent(
    'and then its objects with --cascade=orphan keeps the traffic; a new installation adopts what is left',
    () =>
      withInstallation(async ({ plane, operator, scene }) => {
        const before = await getObject<Service>(plane.api, services, scene);
        await plane.kubectl(['-n', NAMESPACE, 'scale', 'deployment', 'activestandby-operator', '--replicas=0']);
        await operator.stop();
        await plane.kubectl(['delete', 'asvc', '--all', '-A', '--cascade=orphan', '--timeout=60s']);
        await deleteInstallation(plane);

        expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
        const kept = await getObject<Service>(plane.api, services, scene);
        expect(kept?.metadata?.uid).toBe(before?.metadata?.uid);
        expect(kept?.spec).toEqual(before?.spec);

        await install(plane);
        await startPod(plane, 'operator-1');
        await createAsvc(scene);
        await untilServing({ ...scene, deadlineMs: collectedWithinMs }, 'orders-0', 2);
        expect(new Set(await publications(scene))).toEqual(new Set(['1 orders-0', '2 orders-0']));
        await expectSafe(scene);
      }),
    180_000,
  );

  test.concurrent(
    'after its objects removes their Services and EndpointSlices, too',
    () =>
      withInstallation(async ({ plane, operator, scene }) => {
        await plane.kubectl(['delete', 'asvc', '--all', '-A', '--cascade=foreground', '--timeout=60s']);
        await deleteInstallation(plane);
        await operator.stop();
        const patient = { deadlineMs: collectedWithinMs };
        await eventuallyGone(plane.api, { ...scene, ...patient, resource: services });
        await eventuallyGone(plane.api, { ...sliceOf(scene), ...patient, resource: endpointSlices });
        expect(await listObjects(plane.api, services, scene.namespace)).toEqual([]);
      }),
    180_000,
  );
});
