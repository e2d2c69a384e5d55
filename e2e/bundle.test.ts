// The bundle is all that an image needs: it runs alone in a folder.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ControlPlane } from './cluster/controlPlane.ts';
import { operatorUser } from './cluster/users.ts';
import { startPreparedPlane } from './support/stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'active-standby-bundle-'));

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Nothing of this process's environment: no kubeconfig, no node_modules to be found. */
function runBundle(args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { HOME: folder }, timeout: 10_000 };
    const child = execFile(process.execPath, ['operator.mjs', ...args], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
    // It is stopped as soon as it logs that its caches are synced.
    child.stderr?.on('data', (chunk: unknown) => {
      if (String(chunk).includes('"running"')) child.kill('SIGTERM');
    });
  });
}

beforeAll(() => {
  copyFileSync('dist/operator.mjs', join(folder, 'operator.mjs'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the bundle alone in a folder', () => {
  test('prints its usage', async () => {
    expect(await runBundle(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--kubeconfig') });
  });

  test('says in one line where it searched when there is no cluster', async () => {
    const { code, output } = await runBundle([]);
    expect(code).not.toBe(0);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(/Cannot .*kubeconfig/i);
  });

  describe('with a cluster', () => {
    let plane: ControlPlane;

    beforeAll(async () => {
      plane = await startPreparedPlane();
    }, 60_000);

    afterAll(async () => {
      await plane.stop();
    });

    test('runs, and exits cleanly on SIGTERM', async () => {
      const addresses = ['--metrics-bind-address=127.0.0.1:0', '--health-probe-bind-address=127.0.0.1:0'];
      const run = await runBundle(['--kubeconfig', plane.kubeconfig(operatorUser), ...addresses]);
      expect(run).toMatchObject({ code: 0, output: expect.stringContaining('"stopping"') });
    }, 20_000);
  });
});
