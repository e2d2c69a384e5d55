// Only labels that an object selects by cause reconciles, from the moment it selects by them.
import { expect, test } from '@jest/globals';
import { patchObject } from './cluster/objects.ts';
import { pods } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { seriesIn, sumOf } from './support/exposition.ts';
import { setUpStage } from './support/onStage.ts';
import { published, untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import {
  beside,
  createAsvc,
  createReadyPod,
  openScene,
  patchSpec,
  podOf,
  setReady,
  type Scene,
} from './support/scene.ts';
import { openServingScene, untilServing } from './support/servingScene.ts';

const stage = setUpStage();

function label(scene: Scene, name: string, labels: Readonly<Record<string, string>>): Promise<unknown> {
  return patchObject(stage.plane.api, pods, { ...podOf(scene, name), patch: { metadata: { labels } } });
}

async function reconciles(): Promise<number> {
  const series = seriesIn(await stage.operator.metrics());
  return sumOf(series, 'activestandby_reconcile_duration_seconds_count') ?? 0;
}

test('a label that no selector uses causes no reconcile, however often it changes', async () => {
  const [scene, other] = [await openServingScene(stage.plane), await openServingScene(stage.plane)];
  const before = await reconciles();
  for (let count = 0; count < 100; count += 1) {
    await Promise.all(['orders-0', 'orders-1', 'orders-2'].map((name) => label(scene, name, { noise: `x${count}` })));
  }
  // A later event has been seen, so all of these have been.
  await setReady(other, 'orders-0', false);
  await untilPublished(other, { pod: 'orders-1', term: 2 });
  expect((await reconciles()) - before).toBeLessThan(20);
  await label(scene, 'orders-0', { app: 'other' });
  await untilPublished(scene, { pod: 'orders-1', term: 2 });
  await expectSafe(scene);
});

/** How often the operator has listed the pods of the scene's namespace, and those of all. */
async function podLists(scene: Scene, since: number): Promise<readonly string[]> {
  const requests = await stage.audit.requests(operatorUser, since);
  const lists = requests.filter(({ verb, resource, code }) => verb === 'list' && resource === 'pods' && code === 200);
  return lists.map(({ namespace }) => (namespace === scene.namespace ? 'its namespace' : namespace || 'all'));
}

const gold = {
  matchLabels: { tier: 'gold', empty: '' },
  matchExpressions: [
    { key: 'example.com/zone', operator: 'In', values: ['a', 'b'] },
    { key: 'color', operator: 'NotIn', values: ['red'] },
    { key: 'since', operator: 'Exists' },
    { key: 'retired', operator: 'DoesNotExist' },
  ],
};

test('an object that selects by new labels causes one list, and moves no active needlessly', async () => {
  const scene = await openScene(stage.plane);
  const labels = { app: 'orders', tier: 'gold', empty: '', 'example.com/zone': 'a', since: '2026' };
  await createReadyPod(scene, 'orders-0', { labels: { ...labels, retired: 'yes' } });
  await createReadyPod(scene, 'orders-1', { labels: { ...labels, color: 'red' } });
  await createReadyPod(scene, 'orders-2', { labels });
  await createAsvc(scene);
  await untilServing(scene, 'orders-0', 1);
  const mark = await stage.audit.mark();
  const bills = beside(scene, 'bills');
  await createAsvc(bills, { selector: gold });
  await untilServing(bills, 'orders-2', 1);
  expect(await podLists(scene, mark)).toEqual(['its namespace']);
  await patchSpec(bills, { selector: { ...gold, matchLabels: { ...gold.matchLabels, app: 'orders' } } });
  await label(scene, 'orders-2', { retired: 'yes' });
  await untilPublished(bills, { pod: undefined });
  expect(await published(scene)).toMatchObject({ pod: 'orders-0', term: 1 });
  await expectSafe(scene);
  await expectSafe(bills);
});

test('an operator that starts lists all pods once', async () => {
  const scene = await openServingScene(stage.plane);
  await stage.operator.stop();
  const mark = await stage.audit.mark();
  await stage.operator.start();
  await label(scene, 'orders-0', { app: 'other' });
  await untilServing(scene, 'orders-1', 2);
  expect(await podLists(scene, mark)).toEqual(['all']);
});
