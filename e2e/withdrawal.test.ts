import { beforeAll, describe, expect, test } from '@jest/globals';
import { createNode } from './cluster/nodes.ts';
import { deleteObject, patchObject } from './cluster/objects.ts';
import { setPodIps } from './cluster/pods.ts';
import { activeStandbyServices, endpointSlices, services } from './cluster/resources.ts';
import { InstalledCrd } from './support/installedCrd.ts';
import { describeOnStage } from './support/onStage.ts';
import { noPod, published, sliceOf, untilPublished } from './support/published.ts';
import { expectSafe, publications } from './support/safety.ts';
import {
  beside,
  createAsvc,
  createReadyPod,
  openScene,
  patchSpec,
  podOf,
  removePod,
  setReady,
  type Scene,
} from './support/scene.ts';
import { untilStatus, verdictOf } from './support/status.ts';

const keepLast = { failover: { noCandidate: 'KeepLast' } };

/** The operator has seen a later pod, and so all that was before. */
async function untilCandidates(scene: Scene, summary: string): Promise<void> {
  await untilStatus(scene, ({ candidateSummary }) => candidateSummary === summary);
}

describeOnStage('without another candidate', (stage) => {
  beforeAll(async () => {
    await createNode(stage.plane.api, 'n1');
  });

  /** One pod, and it is active. */
  async function openLonelyScene(spec: object = {}): Promise<Scene> {
    const scene = await openScene(stage.plane);
    await createReadyPod(scene, 'orders-0', { nodeName: 'n1' });
    await createAsvc(scene, spec);
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'True ActivePublished');
    return scene;
  }

  test('Empty lists no pod in the same term, and then the first ready pod in the next', async () => {
    const scene = await openLonelyScene();
    await setReady(scene, 'orders-0', false);
    await untilPublished(scene, { ...noPod, term: 1 });
    const status = await untilStatus(scene, ({ phase }) => phase === 'Vacant');
    expect(verdictOf(status, 'Ready')).toBe('False NoCandidate');
    expect(verdictOf(status, 'ActiveElected')).toBe('False NotElected');
    expect(status).toMatchObject({ term: 1, lastTransition: { cause: 'PodNotReady', fromPod: 'orders-0' } });
    expect(status).not.toHaveProperty('active');
    await setReady(scene, 'orders-0', true);
    await untilPublished(scene, { pod: 'orders-0', term: 2 });
    await untilStatus(scene, ({ lastTransition }) => lastTransition?.cause === 'CandidateAvailable');
    await expectSafe(scene);
  });

  test('KeepLast keeps a pod that is not ready until another is', async () => {
    const scene = await openLonelyScene(keepLast);
    await setReady(scene, 'orders-0', false);
    const status = await untilStatus(scene, ({ phase }) => phase === 'Suspect');
    expect(verdictOf(status, 'Ready')).toBe('False ActiveImpaired');
    expect(verdictOf(status, 'EndpointsPublished')).toBe('True Published');
    expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
    await createReadyPod(scene, 'orders-1');
    await untilPublished(scene, { pod: 'orders-1', term: 2 });
    await expectSafe(scene);
  });

  test('KeepLast keeps a terminating pod, ready or not, until it is gone', async () => {
    const scene = await openLonelyScene(keepLast);
    await removePod(scene, 'orders-0');
    await untilStatus(scene, ({ candidates }) => candidates?.[0]?.reason === 'Terminating');
    await setReady(scene, 'orders-0', false);
    await untilStatus(scene, ({ phase }) => phase === 'Suspect');
    expect(await publications(scene)).toEqual(['1 orders-0']);
    await removePod(scene, 'orders-0', 0);
    await untilPublished(scene, { ...noPod, term: 1 });
    await expectSafe(scene);
  });

  test('a pod recreated under the same name is another pod, in another term', async () => {
    const scene = await openLonelyScene(keepLast);
    const before = await published(scene);
    await removePod(scene, 'orders-0', 0);
    await createReadyPod(scene, 'orders-0', { ips: ['10.1.0.99'] });
    await untilPublished(scene, { pod: 'orders-0', addresses: ['10.1.0.99'], term: 2 });
    expect((await published(scene))?.uid).not.toBe(before?.uid);
    await expectSafe(scene);
  });

  test('a changed address of the active pod is followed in the same term', async () => {
    const scene = await openLonelyScene();
    await setPodIps(stage.plane.api, podOf(scene, 'orders-0'), ['10.1.0.50']);
    await untilPublished(scene, { pod: 'orders-0', addresses: ['10.1.0.50'], term: 1 });
    await untilStatus(scene, ({ active }) => active?.podIPs?.[0] === '10.1.0.50');
    expect(await publications(scene)).toEqual(['1 orders-0', '1 orders-0']);
    await expectSafe(scene);
  });

  /** A pod of another namespace gets the address before ours is deleted, the earliest case. */
  async function giveAddressAway(scene: Scene): Promise<void> {
    const elsewhere = await openScene(stage.plane, 'other');
    await createReadyPod(elsewhere, 'orders-0');
    await removePod(scene, 'orders-0', 0);
    await untilPublished(scene, { ...noPod, term: 1 });
    await setReady(elsewhere, 'orders-0', false);
    await setReady(elsewhere, 'orders-0', true);
  }

  describe('the address of a deleted pod is withdrawn', () => {
    test('under KeepLast', async () => {
      const scene = await openLonelyScene(keepLast);
      await giveAddressAway(scene);
      const status = await untilStatus(scene, ({ phase }) => phase === 'Vacant');
      expect(verdictOf(status, 'ActiveElected')).toBe('False NotElected');
      await createReadyPod(scene, 'orders-1', { ready: false });
      await untilCandidates(scene, '0/1');
      expect(await publications(scene)).toEqual(['1 orders-0', '1 none']);
      await expectSafe(scene);
    });

    test('while paused, and no pod is elected instead', async () => {
      const scene = await openLonelyScene();
      await patchSpec(scene, { paused: true });
      await untilStatus(scene, ({ phase }) => phase === 'Paused');
      await giveAddressAway(scene);
      await untilStatus(scene, ({ lastTransition }) => lastTransition?.cause === 'AddressWithdrawn');
      await createReadyPod(scene, 'orders-1');
      await untilCandidates(scene, '1/1');
      expect(await publications(scene)).toEqual(['1 orders-0', '1 none']);
      await expectSafe(scene);
    });

    test('while paused, when the pod has another one', async () => {
      const scene = await openLonelyScene({ paused: false });
      await patchSpec(scene, { paused: true });
      await untilStatus(scene, ({ phase }) => phase === 'Paused');
      await setPodIps(stage.plane.api, podOf(scene, 'orders-0'), ['10.1.0.60']);
      await untilPublished(scene, { ...noPod, term: 1 });
      await expectSafe(scene);
    });

    test.each(['the object', 'the EndpointSlice and the Service'])(
      'while %s has a finalizer, and no pod is elected instead',
      async (held) => {
        const scene = await openLonelyScene();
        const objects = [[services, scene] as const, [endpointSlices, sliceOf(scene)] as const];
        for (const [resource, object] of held === 'the object' ? [[activeStandbyServices, scene] as const] : objects) {
          const patch = { metadata: { finalizers: ['example.com/wait'] } };
          await patchObject(stage.plane.api, resource, { namespace: object.namespace, name: object.name, patch });
        }
        const { namespace, name } = scene;
        await deleteObject(stage.plane.api, activeStandbyServices, { namespace, name });
        await giveAddressAway(scene);
        await createReadyPod(scene, 'orders-1');
        const living = beside(scene, 'bills');
        await createAsvc(living);
        await untilPublished(living, { pod: 'orders-1' });
        expect(await publications(scene)).toEqual(expect.arrayContaining(['1 orders-0', '1 none']));
        expect((await published(scene))?.pod).toBeUndefined();
        await expectSafe(scene);
      },
    );

    test('while the spec is invalid, which otherwise keeps traffic unchanged', async () => {
      const scene = await openLonelyScene();
      const crd = await InstalledCrd.read(stage.plane);
      await crd.loosen(['failover', 'delay'], { type: 'string' });
      await crd.untilAccepted(() => patchSpec(scene, { failover: { delay: 'soon' } }));
      const { conditions = [] } = await untilStatus(
        scene,
        (status) => verdictOf(status, 'Ready') === 'False InvalidSpec',
      );
      expect(conditions[0]?.message).toContain('spec.failover.delay');
      const valid = beside(scene, 'bills');
      await createAsvc(valid);
      await createReadyPod(scene, 'orders-1');
      await setReady(scene, 'orders-0', false);
      await untilPublished(valid, { pod: 'orders-1' });
      expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
      await giveAddressAway(scene);
      expect(await publications(scene)).toEqual(['1 orders-0', '1 none']);
      await crd.restore();
      await patchSpec(scene, { failover: { delay: '0s' } });
      await untilPublished(scene, { pod: 'orders-1', term: 2 });
      await expectSafe(scene);
    });
  });
});
