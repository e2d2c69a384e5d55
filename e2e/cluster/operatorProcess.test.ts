import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectionPath } from '../../src/kube/api/resourcePath.ts';
import { bindOperator, installCrds } from './bindOperator.ts';
import { startControlPlane, type ControlPlane } from './controlPlane.ts';
import { OperatorProcess } from './operatorProcess.ts';
import { activeStandbyServices, pods } from './resources.ts';
import { operatorUser } from './users.ts';

describe('the operator as a process', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    await installCrds(plane);
    await bindOperator(plane);
  }, 60_000);

  afterAll(() => plane?.stop());

  test('its user has the permissions of config/ and no others', async () => {
    const api = plane.apiAs(operatorUser);
    for (const resource of [pods, activeStandbyServices]) {
      await expect(api.text('GET', collectionPath(resource))).resolves.toContain('"items"');
    }
    await expect(api.text('GET', '/api/v1/secrets')).rejects.toMatchObject({ status: 403 });
    await expect(api.text('DELETE', '/api/v1/namespaces/default/pods/any')).rejects.toMatchObject({ status: 403 });
    await api.close();
  });

  test('is ready, shows metrics and logs, dies when killed, and starts again', async () => {
    const operator = await OperatorProcess.start(plane, { kubeconfig: plane.kubeconfig(operatorUser) });
    expect(await operator.health('readyz')).toBe(200);
    expect(await operator.metrics()).toContain('# HELP activestandby_');
    const firstLines = operator.logs().length;
    expect(firstLines).toBeGreaterThan(0);
    operator.kill();
    expect(await operator.process.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await operator.start();
    expect(await operator.health('healthz')).toBe(200);
    expect(operator.logs().length).toBeGreaterThan(firstLines);
    expect(await operator.stop()).toEqual({ code: 0, signal: null });
  }, 60_000);

  test('that ends at once is an error with the end of its log', async () => {
    const start = OperatorProcess.start(plane, { kubeconfig: `${plane.directory}/none` });
    await expect(start).rejects.toThrow(/Cannot start the operator: it ended with \{"code":1,"signal":null\}\n.*none/);
  }, 30_000);
});
