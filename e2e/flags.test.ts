import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { operatorUser } from './cluster/users.ts';
import { untilPublished } from './support/published.ts';
import { expectSafe } from './support/safety.ts';
import { createAsvc, createReadyPod, openScene } from './support/scene.ts';
import { startOperator, startPreparedPlane } from './support/stage.ts';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The result of a process that ends by itself, with an empty environment. */
function run(...args: readonly string[]): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>();
  const options = { env: {}, timeout: 15_000 };
  const child = execFile(process.execPath, ['dist/operator.mjs', ...args], options, (_, stdout, stderr) => {
    resolve({ code: child.exitCode ?? -1, stdout, stderr });
  });
  return promise;
}

async function expectRefusal(args: readonly string[], reason: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^active-standby-operator: Cannot [^\n]+\n$/);
  expect(stderr).toMatch(reason);
}

describe('the operator at its start', () => {
  let plane: ControlPlane;
  let kubeconfig: string;

  beforeAll(async () => {
    plane = await startPreparedPlane();
    kubeconfig = `--kubeconfig=${plane.kubeconfig(operatorUser)}`;
  }, 60_000);

  afterAll(() => plane?.stop());

  test.each([
    ['an unknown flag', '--nonsense', /Unknown option '--nonsense'/],
    ['an argument that is not a flag', 'start', /Unexpected argument 'start'/],
    ['an address without a port', '--metrics-bind-address=localhost', /"localhost": host:port or :port is needed/],
    ['an invalid port', '--health-probe-bind-address=:70000', /":70000": host:port or :port is needed/],
    ['a log level that does not exist', '--log-level=loud', /"loud": it must be one of/],
    ['an invalid lease duration', '--lease-duration=soon', /"soon": a duration is needed/],
    [
      'a renew deadline that is too long',
      '--renew-deadline=3s',
      /renew deadline must be shorter than the lease duration/,
    ],
    ['a missing kubeconfig', '--kubeconfig=/nowhere/config', /\/nowhere\/config/],
  ])('refuses %s in one line', (_, flag, reason) => expectRefusal([flag], reason));

  test('refuses an invalid kubeconfig in one line', async () => {
    const file = join(plane.directory, 'broken-kubeconfig');
    writeFileSync(file, 'clusters: [');
    await expectRefusal([`--kubeconfig=${file}`], /broken-kubeconfig/);
  });

  test('refuses an address that is in use in one line', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const refusal = expectRefusal(
      [kubeconfig, `--metrics-bind-address=127.0.0.1:${port}`],
      /listen on 127.0.0.1:[0-9]+/,
    );
    await refusal.finally(() => other.close());
  });

  test('waits for an unreachable server, says so, and continues by itself', async () => {
    await plane.stopApiServer();
    const operator = await startOperator(plane, { untilReady: false });
    expect([await operator.health('healthz'), await operator.health('readyz')]).toEqual([200, 503]);
    await plane.startApiServer();
    const scene = await openScene(plane);
    await createReadyPod(scene, 'orders-0');
    await createAsvc(scene);
    await untilPublished(scene, { pod: 'orders-0', term: 1 });
    expect(await operator.health('readyz')).toBe(200);
    expect(operator.logs()).toContainEqual(
      expect.objectContaining({ level: 'warn', resource: 'activestandbyservices' }),
    );
    expect(await operator.stop()).toEqual({ code: 0, signal: null });
    await expectSafe(scene);
  });
});
