// A real API server accepts the operator's Events, aggregated ones included.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect, type Connection } from '../src/kube/connect.ts';
import type { EventObject } from '../src/kube/events/eventObject.ts';
import { EventRecorder } from '../src/kube/events/events.ts';
import { loadKubeConfig } from '../src/kube/loadKubeConfig.ts';
import { silentObserver } from '../src/kube/observer.ts';
import { FakeClock } from '../test/support/clocks/fakeClock.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { eventually } from './cluster/eventually.ts';
import { listObjects } from './cluster/objects.ts';
import { events } from './cluster/resources.ts';
import { adminUser } from './cluster/users.ts';

const namespace = 'default';
const regarding = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'orders', uid: 'uid-orders' };

let plane: ControlPlane;
let connection: Connection;

beforeAll(async () => {
  plane = await startControlPlane();
  connection = connect(loadKubeConfig(plane.kubeconfig(adminUser), {}), {
    observer: silentObserver,
    userAgent: 'test',
  });
}, 60_000);

afterAll(async () => {
  await connection.close();
  await plane.stop();
});

test('1,000 of a kind about one object are ten Events, and the last says what is', async () => {
  const clock = new FakeClock(new Date().toISOString());
  const errors: unknown[] = [];
  const recorder = new EventRecorder({
    client: connection.background,
    clock,
    reportingController: 'test.example.com',
    reportingInstance: 'test',
    onError: (error) => errors.push(error),
  });
  for (let term = 1; term <= 1000; term++) {
    const note = `orders-${term % 3} is active in term ${term}`;
    const what = { type: 'Normal', reason: 'Elected', action: 'Elect', note } as const;
    await recorder.record({ name: `orders.${term}`, regarding, ...what });
  }
  await clock.advance(60_000);
  const last = await eventually<EventObject>(
    plane.api,
    { resource: events, namespace, name: 'orders.1000' },
    () => true,
  );
  expect(last).toMatchObject({
    note: '(combined from similar events): orders-1 is active in term 1000',
    series: { count: 991 },
  });
  const all = await listObjects<EventObject>(plane.api, events, namespace);
  expect(all.filter(({ regarding: { uid } }) => uid === regarding.uid)).toHaveLength(10);
  expect(errors).toEqual([]);
  await recorder.stop();
});
