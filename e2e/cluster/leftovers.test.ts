import { afterEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startControlPlane } from './controlPlane.ts';

/** Processes of a cluster carry its directory in their arguments. */
function processesOf(directory: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,args', '-ww'], { encoding: 'utf8' });
  return all.split('\n').filter((line) => line.includes(directory));
}

/** Processes that are not our children report no exit, so they are polled. */
async function untilNothingIsLeft(directory: string): Promise<string[]> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (processesOf(directory).length === 0 && !existsSync(directory)) return [];
    await delay(50);
  }
  return [...processesOf(directory), ...(existsSync(directory) ? [directory] : [])];
}

/** Starts a cluster in another process, which reports its directory and then follows commands. */
async function startElsewhere(afterwards: string): Promise<{ parent: ChildProcess; answer: string[] }> {
  const module = new URL('controlPlane.ts', import.meta.url).href;
  const program = `
    const { startControlPlane } = await import('${module}');
    const plane = await startControlPlane();
    ${afterwards}`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output]: unknown[] = await once(parent.stdout, 'data');
  return { parent, answer: String(output).trim().split(' ') };
}

describe('a control plane leaves nothing', () => {
  let supervisorPid: number | undefined;

  afterEach(() => {
    if (supervisorPid !== undefined) process.kill(supervisorPid, 'SIGTERM');
    supervisorPid = undefined;
  });

  test('after stop', async () => {
    const plane = await startControlPlane();
    expect(processesOf(plane.directory).length).toBeGreaterThanOrEqual(4);
    await plane.stop();
    expect(processesOf(plane.directory)).toEqual([]);
    expect(existsSync(plane.directory)).toBe(false);
  }, 30_000);

  test('when the process that started it is killed', async () => {
    const { parent, answer } = await startElsewhere(`console.log(plane.directory);`);
    const [directory = ''] = answer;
    expect(processesOf(directory).length).toBeGreaterThanOrEqual(4);
    parent.kill('SIGKILL');
    expect(await untilNothingIsLeft(directory)).toEqual([]);
  }, 30_000);

  test('when the process that started it ends before the first child is reported', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'active-standby-'));
    const supervisor = new URL('supervisor.ts', import.meta.url).href;
    const child = { command: 'sh', args: ['-c', `sleep 60; : ${directory}`], logFile: join(directory, 'log') };
    const program = `
      const { Supervisor } = await import('${supervisor}');
      void new Supervisor('${directory}').start(${JSON.stringify(child)});
      process.exit();`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
    await once(parent, 'exit');
    expect(await untilNothingIsLeft(directory)).toEqual([]);
  }, 30_000);

  test('when its supervisor is killed', async () => {
    const plane = await startControlPlane();
    const [line = ''] = processesOf(plane.directory).filter((candidate) => candidate.includes('supervisorMain'));
    process.kill(Number.parseInt(line, 10), 'SIGKILL');
    expect(await untilNothingIsLeft(plane.directory)).toEqual([]);
    await plane.stop();
  }, 30_000);

  test('except that a released one runs until it is stopped', async () => {
    const { parent, answer } = await startElsewhere(`
      const kubeconfig = plane.kubeconfig('admin');
      console.log(plane.directory, await plane.release(), kubeconfig);`);
    const [directory = '', pid = '', kubeconfig = ''] = answer;
    supervisorPid = Number(pid);
    await once(parent, 'exit');
    expect(readFileSync(kubeconfig, 'utf8')).toContain('server: https://127.0.0.1:');
    expect(processesOf(directory).length).toBeGreaterThanOrEqual(4);
    process.kill(supervisorPid, 'SIGTERM');
    supervisorPid = undefined;
    expect(await untilNothingIsLeft(directory)).toEqual([]);
  }, 30_000);
});
