// The demo that was left running, and its end. It is recorded in a file of this checkout; the record counts only while
// its processes exist.
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { fileURLToPath } from 'node:url';
import { parseJson } from '../cluster/json.ts';
import { processesOf, type ClusterName } from './processTable.ts';

export interface RunningDemo extends ClusterName {
  readonly kubeconfig: string;
}

export const ordinaryRecord = fileURLToPath(new URL('../../.demo/running.json', import.meta.url));

const deadlineMs = 10_000;
const pollMs = 20;

export function recordDemo(record: string, demo: RunningDemo): void {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, `${JSON.stringify(demo, null, 2)}\n`);
}

/** Whether or not it still runs. */
export function recordedDemo(record: string): RunningDemo | undefined {
  return existsSync(record) ? parseJson<RunningDemo>(readFileSync(record, 'utf8')) : undefined;
}

export function isRunning(demo: RunningDemo): boolean {
  return processesOf(demo).length > 0;
}

/** Resolves once no process, no file and no record of it is left. */
export async function endDemo(record: string, demo: RunningDemo): Promise<void> {
  if (processesOf(demo).includes(demo.pid)) {
    signal(demo.pid, 'SIGTERM');
    await untilGone(demo);
  }
  // Without their supervisor the other processes do not end by themselves.
  for (const left of processesOf(demo)) signal(left, 'SIGKILL');
  await untilGone(demo);
  rmSync(demo.directory, { recursive: true, force: true, maxRetries: 10 });
  forget(record);
}

/** They are not our children and report no exit, so they are polled. */
async function untilGone(demo: RunningDemo): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (isRunning(demo) && performance.now() < deadline) await delay(pollMs);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Ended a moment ago.
    if (!(isNativeError(error) && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function forget(record: string): void {
  rmSync(record, { force: true });
  try {
    rmdirSync(dirname(record));
  } catch {
    // The folder has other files.
  }
}
