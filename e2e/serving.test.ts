import { expect, test } from '@jest/globals';
import { HEADLESS_LABEL } from '../src/api/names.ts';
import type { EndpointSlice } from '../src/desired/ledgerRecord.ts';
import type { Service } from '../src/desired/service.ts';
import { getObject, listObjects } from './cluster/objects.ts';
import type { PodSpec } from './cluster/pods.ts';
import { endpointSlices, services } from './cluster/resources.ts';
import { describeOnStage } from './support/onStage.ts';
import { noPod, untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPod, createReadyPods, openScene, setReady, type Scene } from './support/scene.ts';
import { untilStatus, verdictOf } from './support/status.ts';

async function serviceOf({ plane, namespace, name }: Scene): Promise<Service> {
  const service = await getObject<Service>(plane.api, services, { namespace, name });
  if (service === undefined) throw new Error(`there is no Service ${namespace}/${name}`);
  return service;
}

function slicesOf({ plane, namespace }: Scene): Promise<readonly EndpointSlice[]> {
  return listObjects<EndpointSlice>(plane.api, endpointSlices, namespace);
}

/** The cells of a kubectl table by their headings. */
async function tableOf({ plane, namespace }: Scene, ...options: string[]): Promise<Record<string, string>> {
  const table = await plane.kubectl(['get', 'asvc', '--namespace', namespace, ...options]);
  const [headings = [], cells = []] = table.trim().split('\n').map((line) => line.trim().split(/ {2,}/)); // prettier-ignore
  return Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? '']));
}

function web(containerPort: number): Partial<PodSpec> {
  return { ports: [{ name: 'web', containerPort, protocol: 'TCP' }] };
}

describeOnStage('an ActiveStandbyService with ready pods', (stage) => {
  test('has a Service without a selector and one slice with one address', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1', 'orders-2']);
    await createAsvc(scene);
    await untilPublished(scene, { pod: 'orders-0', addresses: ['10.1.0.10'], term: 1 });
    const { spec } = await serviceOf(scene);
    expect(spec).toMatchObject({ type: 'ClusterIP', ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }] });
    expect(spec).not.toHaveProperty('selector');
    const slices = await slicesOf(scene);
    expect(slices.map(({ endpoints }) => endpoints)).toEqual([
      [
        {
          addresses: ['10.1.0.10'],
          conditions: { ready: true, serving: true, terminating: false },
          targetRef: expect.objectContaining({ kind: 'Pod', name: 'orders-0' }),
        },
      ],
    ]);
    expect(slices[0]?.ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }]);
    await expectSafe(scene);
  });

  test('is a line in kubectl that shows the active pod', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1', 'orders-2']);
    await createAsvc(scene);
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'True ActivePublished');
    const seconds = expect.stringMatching(/^[0-9]+s$/);
    const row = { NAME: 'orders', ACTIVE: 'orders-0', TERM: '1', PHASE: 'Active', READY: 'True', CANDIDATES: '3/3' };
    const times = { 'LAST-TRANSITION': seconds, AGE: seconds };
    expect(await tableOf(scene)).toEqual({ ...row, ...times });
    const wide = { SERVICE: 'orders', CAUSE: 'Initial', STANDBYS: '2' };
    expect(await tableOf(scene, '--output=wide')).toEqual({ ...row, ...times, ...wide });
    await expectSafe(scene);
  });

  test('can have a headless Service, of any name, and without ports', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1']);
    await createAsvc(scene, { service: { name: 'game', type: 'Headless' } });
    const service = { ...scene, name: 'game' };
    await untilPublished(service, { pod: 'orders-0', addresses: ['10.1.0.10'], term: 1 });
    const { spec } = await serviceOf(service);
    expect(spec).toMatchObject({ clusterIP: 'None', ipFamilyPolicy: 'SingleStack' });
    expect(spec).not.toHaveProperty('selector');
    const slices = await slicesOf(scene);
    expect(slices.map(({ metadata }) => metadata?.labels)).toEqual([expect.objectContaining({ [HEADLESS_LABEL]: '' })]);
    await expectSafe(service);
  });

  test('resolves a named target port for each pod separately', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPod(scene, 'orders-0', web(8080));
    await createReadyPod(scene, 'orders-1');
    await createReadyPod(scene, 'orders-2', web(9090));
    await createAsvc(scene, { service: { ports: [{ name: 'http', port: 80, targetPort: 'web' }] } });
    const first = await untilPublished(scene, { pod: 'orders-0', term: 1 });
    expect(first.ports).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
    await untilStatus(scene, ({ candidates = [] }) => {
      expect(candidates).toContainEqual({ podName: 'orders-1', eligible: false, reason: 'PortMissing', priority: 100 });
    });
    await setReady(scene, 'orders-0', false);
    const second = await untilPublished(scene, { pod: 'orders-2', term: 2 });
    expect(second.ports).toEqual([{ name: 'http', port: 9090, protocol: 'TCP' }]);
    await expectSafe(scene);
  });

  test('serves as soon as there is a pod, when it was created before its pods', async () => {
    const scene = await openScene(stage.plane);
    await createAsvc(scene);
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'False NoCandidate');
    await createReadyPod(scene, 'orders-0', { ready: false });
    await untilStatus(scene, ({ candidateSummary }) => candidateSummary === '0/1');
    await setReady(scene, 'orders-0', true);
    await untilPublished(scene, { pod: 'orders-0', term: 1 });
    await expectSafe(scene);
  });

  test('publishes the pods of its own namespace only', async () => {
    const scene = await openScene(stage.plane);
    const elsewhere = await openScene(stage.plane, 'elsewhere');
    await createReadyPod(elsewhere, 'orders-0');
    await createAsvc(scene);
    await createReadyPod(scene, 'orders-1');
    await untilPublished(scene, { pod: 'orders-1', term: 1 });
    await setReady(scene, 'orders-1', false);
    await untilPublished(scene, { ...noPod, term: 1 });
    await expectSafe(scene);
  });
});
