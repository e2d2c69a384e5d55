// The commands that a user runs on real nodes: the demo, and a cluster that is left running.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { findBinaries } from '../cluster/binaries/findBinaries.ts';

let scratch: string;
let record: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'nodes-commands-'));
  record = join(scratch, 'record', 'running.json');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Rejects unless it ends with 0. */
function run(script: string, ...args: readonly string[]): Promise<Output> {
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const env = { ...process.env, TMPDIR: scratch };
  return promisify(execFile)(process.execPath, [file, `--record=${record}`, ...args], { env });
}

test('the demo shows who answered a client before and after a process was killed, and leaves nothing', async () => {
  const { stdout, stderr } = await run('demo/demo.ts', '--nodes=2');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/ -?\d+\.\d ms {2}orders-0 has answered the client for the last time\n/);
  expect(stdout).toMatch(/ 0\.0 ms {2}the process of orders-0 is killed\n/);
  expect(stdout).toMatch(/ \d+\.\d ms {2}failure seen by the operator: PodNotReady\n/);
  expect(stdout).toMatch(/ \d+\.\d ms {2}orders-[12] answers the client for the first time\n/);
  expect(stdout).toMatch(/ \d+\.\d ms {2}from the last answer of orders-0 to the first of .+: \d+ requests failed\n/);
  expect(stdout).not.toMatch(/NaN|undefined/);
  expect(readdirSync(scratch)).toEqual([]);
}, 120_000);

test('a cluster runs on until it is stopped, and refuses a second one meanwhile', async () => {
  const { stdout } = await run('cluster/nodes/up.ts', '--nodes=1');
  const [, kubeconfig = ''] = /export KUBECONFIG=(\S+)/.exec(stdout) ?? [];
  await expect(run('cluster/nodes/up.ts', '--nodes=1')).rejects.toThrow('stop it with `make cluster-down`');
  const kubectl = (...args: readonly string[]): Promise<Output> =>
    promisify(execFile)(findBinaries().kubectl, [`--kubeconfig=${kubeconfig}`, ...args]);
  expect((await kubectl('get', 'nodes', '--no-headers')).stdout).toMatch(/^node-0 +Ready /);
  expect((await run('cluster/nodes/down.ts')).stdout).toBe('The cluster is stopped, and nothing is left.\n');
  expect(existsSync(kubeconfig)).toBe(false);
  expect(readdirSync(scratch)).toEqual([]);
  expect((await run('cluster/nodes/down.ts')).stdout).toBe('No cluster is running.\n');
}, 120_000);
