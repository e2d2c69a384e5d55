import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Service } from '../src/desired/service.ts';
import { getObject, listObjects } from './cluster/objects.ts';
import { endpointSlices, services } from './cluster/resources.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPods, openScene, type Scene } from './support/scene.ts';
import { startStage, type Stage } from './support/stage.ts';
import { untilStatus, verdictOf } from './support/status.ts';

async function serviceOf({ plane, namespace, name }: Scene): Promise<Service> {
  const service = await getObject<Service>(plane.api, services, { namespace, name });
  if (service === undefined) throw new Error(`there is no Service ${namespace}/${name}`);
  return service;
}

describe('an ActiveStandbyService with ready pods', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage();
  }, 60_000);

  afterAll(() => stage?.plane.stop());

  test('has a Service without a selector and one slice with one address', async () => {
    const scene = await openScene(stage.plane);
    await createReadyPods(scene, ['orders-0', 'orders-1', 'orders-2']);
    await createAsvc(scene);
    await untilPublished(scene, { pod: 'orders-0', addresses: ['10.1.0.10'], term: 1 });
    const { spec } = await serviceOf(scene);
    expect(spec).toMatchObject({ type: 'ClusterIP', ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }] });
    expect(spec).not.toHaveProperty('selector');
    expect(await listObjects(scene.plane.api, endpointSlices, scene.namespace)).toHaveLength(1);
    await untilStatus(scene, (status) => verdictOf(status, 'Ready') === 'True ActivePublished');
    await expectSafe(scene);
  });
});
