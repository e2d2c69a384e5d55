// An operator with Roles in some namespaces only: it serves those, requests nothing else, and reports missing ones.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AuditedRequest } from './cluster/audit.ts';
import { bindOperator, installCrds } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { parseJson } from './cluster/json.ts';
import { createNamespace, deleteObject } from './cluster/objects.ts';
import type { OperatorProcess } from './cluster/operatorProcess.ts';
import { activeStandbyServices } from './cluster/resources.ts';
import { operatorUser } from './cluster/users.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPods, removePod, type Scene } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';
import { auditOf, startOperator } from './support/stage.ts';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
  await installCrds(plane);
  for (const name of ['shop', 'bank', 'other', 'closed']) await createNamespace(plane.api, name);
  await bindOperator(plane, operatorUser, 'config/namespaced');
}, 60_000);

afterAll(() => plane.stop());

async function open(namespace: string, name: string): Promise<Scene> {
  const scene = { plane, namespace, name };
  await createReadyPods(scene, [`${name}-0`, `${name}-1`], { labels: { app: name } });
  await createAsvc(scene, { selector: { matchLabels: { app: name } } });
  return scene;
}

describe('an operator for two namespaces', () => {
  let operator: OperatorProcess;

  beforeEach(async () => {
    operator = await startOperator(plane, { args: ['--namespace=shop', '--namespace=bank'] });
  });

  test('serves both, and requests nothing outside of them', async () => {
    const audit = auditOf(plane);
    const mark = await audit.mark();
    await open('other', 'elsewhere');
    const scenes = [await open('shop', 'orders'), await open('bank', 'orders')];
    for (const scene of scenes) {
      await untilServing(scene, 'orders-0', 1);
      await removePod(scene, 'orders-0');
      await untilServing(scene, 'orders-1', 2);
      await expectSafe(scene);
    }
    await operator.stop();
    const requests = (await audit.requests(operatorUser, mark)).filter(isNamespaced);
    expect(new Set(requests.map(({ namespace }) => namespace))).toEqual(new Set(['shop', 'bank']));
    expect(requests.filter(({ code }) => code === 403)).toEqual([]);
  });
});

describe('an operator that lacks the Role in one of its namespaces', () => {
  test('reports it and serves the others; and serves that one, too, once the Role is there', async () => {
    const args = ['--namespace=closed', '--namespace=shop'];
    const operator = await startOperator(plane, { args, untilReady: false });
    const served = await open('shop', 'parcels');
    const closed = await open('closed', 'parcels');
    await untilServing(served, 'parcels-0', 1);
    const errors = operator.logs().filter(({ message }) => message === 'permission denied, retrying');
    expect(errors.map(({ error }) => error)).toContainEqual(
      expect.stringMatching(/^Cannot list pods in namespace closed: Forbidden \(403\): .*cannot list resource "pods"/),
    );
    expect(await operator.health('readyz')).toBe(503);
    await giveRole('closed');
    await untilServing(closed, 'parcels-0', 1);
    expect(await operator.health('readyz')).toBe(200);
    await operator.stop();
  }, 60_000);

  test('that is removed while it runs, continues in the others', async () => {
    await giveRole('closed');
    const operator = await startOperator(plane, { args: ['--namespace=closed', '--namespace=shop'] });
    const mine = await open('shop', 'letters');
    await untilServing(mine, 'letters-0', 1);
    await plane.kubectl(['-n', 'closed', 'delete', 'rolebinding', 'activestandby-operator']);
    await removePod(mine, 'letters-0');
    await untilServing(mine, 'letters-1', 2);
    await deleteObject(plane.api, activeStandbyServices, mine);
    expect((await operator.stop()).code).toBe(0);
  });
});

/**
 * Nodes have no namespace: listing them is forbidden, and is retried from time to time. A request for /version, which
 * keeps a connection open, has no resource.
 */
function isNamespaced({ resource }: AuditedRequest): boolean {
  return resource !== '' && resource !== 'nodes';
}

/** A copy of those of another namespace, as a user would make it. */
async function giveRole(namespace: string): Promise<void> {
  const copies = { role: 'activestandby-operator', rolebinding: `activestandby-operator-${operatorUser}` };
  for (const [kind, name] of Object.entries(copies)) {
    const text = await plane.kubectl(['-n', 'shop', 'get', kind, name, '-o', 'json']);
    const pattern = parseJson<object>(text);
    const metadata = { namespace, name: 'activestandby-operator' };
    await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ ...pattern, metadata }));
  }
}
