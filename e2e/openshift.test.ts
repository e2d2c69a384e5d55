// config/openshift, without OpenShift: its admission plugin for owners is Kubernetes' own, and policies refuse what its other
// two refuse. The operator works there with the permissions of that folder, and does not with those of config/ alone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bindOperator, installCrds, manifestsOf } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { parseJson } from './cluster/json.ts';
import { getObject } from './cluster/objects.ts';
import { services } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { NAMESPACE, type Deployment } from './support/installation.ts';
import { refuseAsOpenShift } from './support/openshiftRules.ts';
import { published } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, setReady, type Scene } from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';
import { startOperator } from './support/stage.ts';
import { conditionOf, untilStatus } from './support/status.ts';

/** Bound to the permissions of config/ alone. */
const ordinaryUser = 'ordinary';

let plane: ControlPlane;

beforeAll(async () => {
  const args = ['--enable-admission-plugins=OwnerReferencesPermissionEnforcement'];
  plane = await startControlPlane({ users: [ordinaryUser], apiServer: { args } });
  await installCrds(plane);
  await bindOperator(plane, ordinaryUser, 'config');
  await bindOperator(plane, operatorUser, 'config/openshift');
  const ordinaryApi = plane.apiAs(ordinaryUser);
  await refuseAsOpenShift(plane, ordinaryApi);
  await ordinaryApi.close();
}, 60_000);

afterAll(() => plane?.stop());

/** Its Service and EndpointSlice have no owner any more, and a new object of the same name finds them. */
async function orphan({ namespace, name }: Scene): Promise<void> {
  await plane.kubectl(['delete', 'asvc', name, '-n', namespace, '--cascade=orphan', '--timeout=60s']);
}

async function ownersOfService(scene: Scene): Promise<number> {
  const service = await getObject(plane.api, services, scene);
  return service?.metadata?.ownerReferences?.length ?? 0;
}

async function untilRefused(scene: Scene, reason: string, message: string): Promise<void> {
  await untilStatus(scene, (status) => {
    expect(conditionOf(status, 'Ready')).toMatchObject({
      status: 'False',
      reason,
      message: expect.stringContaining(message),
    });
  });
}

async function createPodOf(folder: string): Promise<unknown> {
  const manifests = await manifestsOf(plane, folder);
  const manifest = manifests.find(({ kind }) => kind === 'Deployment');
  const { spec } = parseJson<Deployment>(JSON.stringify(manifest));
  const body = { metadata: { name: 'trial' }, spec: spec?.template.spec };
  return plane.api.request('POST', `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`, { body });
}

describe('with the permissions of config/openshift', () => {
  test('the operator publishes, fails over and adopts a Service that lost its owner', async () => {
    const operator = await startOperator(plane);
    const scene = await openServingScene(plane);
    await setReady(scene, 'orders-0', false);
    await untilServing(scene, 'orders-1', 2);
    await orphan(scene);
    expect(await ownersOfService(scene)).toBe(0);
    await createAsvc(scene);
    await untilServing(scene, 'orders-1', 3);
    expect(await ownersOfService(scene)).toBe(1);
    expect(await publications(scene)).not.toContain('deleted');
    await expectSafe(scene);
    expect((await operator.stop()).code).toBe(0);
  }, 60_000);

  test('its pod has no user ID of its own, and is created', async () => {
    await expect(createPodOf('config/openshift')).resolves.toMatchObject({ metadata: { name: 'trial' } });
  });
});

describe('with the permissions of config/ alone', () => {
  test('the operator publishes no pod, adopts no Service, and reports why', async () => {
    const well = await startOperator(plane);
    const orphaned = await openServingScene(plane);
    await well.stop();
    await orphan(orphaned);
    await createAsvc(orphaned);

    const operator = await startOperator(plane, { kubeconfig: plane.kubeconfig(ordinaryUser) });
    const scene = await openScene(plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    await createAsvc(scene);
    await untilRefused(scene, 'EndpointSliceRejected', 'OpenShift refuses this: restricted-endpoints');
    await untilRefused(orphaned, 'ServiceRejected', "cannot set an ownerRef on a resource you can't delete");
    expect((await published(scene))?.pod).toBeUndefined();
    expect(await ownersOfService(orphaned)).toBe(0);
    await operator.stop();
  }, 60_000);

  test('its pod is refused for its user ID', async () => {
    await expect(createPodOf('config')).rejects.toThrow('OpenShift refuses this: assigned-users');
  });
});
