// The demo as a user runs it: what it prints, how it ends, and that nothing is left.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseJson } from '../cluster/json.ts';
import { allProcesses, fromPs } from '../cluster/processTable.ts';
import type { RunningCluster } from '../cluster/runningCluster.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Contains all files of the demo. */
let scratch: string;
let record: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'demo-test-'));
  record = join(scratch, 'record', 'running.json');
});

afterEach(async () => {
  await run('down.ts');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Script = 'demo.ts' | 'down.ts';

function start(script: Script, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, [join(root, 'e2e/demo', script), `--record=${record}`, ...args], {
    env: { ...process.env, TMPDIR: scratch, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Result {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

async function resultOf(child: ReturnType<typeof start>): Promise<Result> {
  const [[code], out, err] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

function run(script: Script, ...args: readonly string[]): Promise<Result> {
  return resultOf(start(script, args));
}

/** Processes and files. */
function leftovers(): readonly string[] {
  const processes = allProcesses().filter(({ args }) => args.includes(scratch));
  return [...processes.map(({ args }) => args), ...readdirSync(scratch)];
}

/** The suggested commands that begin like this, as a user pastes them. */
function suggested(out: string, ...beginnings: readonly string[]): readonly string[] {
  const lines = out.split('\n').map((line) => line.trim());
  return lines.filter((line) => beginnings.some((beginning) => line.startsWith(beginning)));
}

function inTerminal(lines: readonly string[]): string {
  const script = ['set -e', 'shopt -s expand_aliases', ...lines].join('\n');
  return execFileSync('bash', ['-c', script], { encoding: 'utf8', timeout: 30_000 });
}

describe('the demo', () => {
  test('shows two failovers and a recovery that moves nothing, and leaves nothing behind', async () => {
    const { code, out, err } = await run('demo.ts');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.match(/ \d+\.\d ms {2}failure seen by the operator: \w+/g)).toHaveLength(2);
    expect(out).toMatch(/ \d+\.\d ms {2}new active elected: orders-[12], term 2\n/);
    expect(out).toMatch(/ \d+\.\d ms {2}slice published: orders-[12] /);
    expect(out).toMatch(/^ +orders +orders-0 +1 +Active +True +3\/3 /m);
    expect(out).toMatch(/^ +orders +orders-[12] +2 +Active +True +2\/3 /m);
    expect(out).toMatch(/^ +orders +orders-[012] +3 +Active +True +2\/2 /m);
    expect(out.match(/^ +orders-. is active in term \d/gm)).toHaveLength(3);
    expect(out).toContain('make demo KEEP=1');
    expect(out).not.toMatch(/NaN|undefined/);
    expect(out).not.toContain('\u001B');
    expect(leftovers()).toEqual([]);
  }, 60_000);

  test.each([
    ['the cluster starts', 'on this machine'],
    ['everything runs', 'three pods'],
  ])(
    'leaves nothing behind when it is interrupted while %s',
    async (_, sign) => {
      const child = start('demo.ts', []);
      const result = resultOf(child);
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes(sign)) child.kill('SIGINT');
      });
      expect(await result).toMatchObject({ code: 130, err: expect.stringMatching(/^\nInterrupted by SIGINT\n$/) });
      expect(leftovers()).toEqual([]);
    },
    60_000,
  );

  test('says in one line what to do when the binaries are missing', async () => {
    const missing = { ACTIVESTANDBY_CACHE: join(scratch, 'none'), KUBEBUILDER_ASSETS: '' };
    const { code, err } = await resultOf(start('demo.ts', [], missing));
    expect({ code, err }).toEqual({ code: 1, err: '\nCannot find etcd: run `make cluster-binaries` first\n' });
  }, 30_000);
});

describe('a demo that is left running', () => {
  test('accepts its suggested commands, refuses a second one, and leaves nothing behind', async () => {
    const { code, out } = await run('demo.ts', '--keep');
    expect(code).toBe(0);
    const [fail = '', recover = ''] = suggested(out, 'kubectl patch');
    const waits = ['kubectl wait --for=jsonpath={.status.term}=4 asvc/orders --timeout=15s >/dev/null'];
    const access = suggested(out, 'export', 'alias');
    const looks = suggested(out, 'kubectl get').filter((line) => !line.endsWith('--watch'));
    const seen = inTerminal([...access, fail, ...waits, recover, ...looks]);
    expect(seen).toContain('term: 4');

    const second = await run('demo.ts', '--keep');
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('`make demo-down`') });
    expect(suggested(second.out, 'export', 'alias')).toEqual(access);

    expect(await run('down.ts')).toMatchObject({ code: 0, out: expect.stringContaining('is stopped') });
    expect(leftovers()).toEqual([]);
    expect(await run('down.ts')).toEqual({ code: 0, out: 'No demo is running.\n', err: '' });
  }, 90_000);

  test('leaves nothing behind also when its supervisor was killed', async () => {
    await run('demo.ts', '--keep');
    const { pid } = parseJson<RunningCluster>(readFileSync(record, 'utf8'));
    process.kill(pid, 'SIGKILL');
    expect(await run('down.ts')).toMatchObject({ code: 0, err: '' });
    expect(leftovers()).toEqual([]);
  }, 60_000);
});

describe('the process table', () => {
  test('is the same from /proc and from ps', () => {
    const [fromHere, elsewhere] = [allProcesses(), fromPs()].map((all) => all.find(({ pid }) => pid === process.pid));
    expect(elsewhere).toMatchObject({ group: fromHere?.group });
  });
});

describe('make', () => {
  test.each([
    ['demo', 'node e2e/demo/demo.ts'],
    ['demo KEEP=1', 'node e2e/demo/demo.ts --keep'],
    ['demo-down', 'node e2e/demo/down.ts'],
  ])('%s runs it', (target, command) => {
    // The tests may run under a make that passes its flags in the environment.
    const env = { ...process.env, MAKEFLAGS: '' };
    const args = ['--dry-run', '--no-print-directory', ...target.split(' ')];
    const commands = execFileSync('make', args, { cwd: root, env });
    expect(commands.toString().trimEnd().split('\n').at(-1)?.trimEnd()).toBe(command);
  });
});
