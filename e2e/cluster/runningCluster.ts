// A cluster that was left running, and its end. It is recorded in a file of this checkout; the record counts only while
// its processes exist.
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { fileURLToPath } from 'node:url';
import { parseJson } from './json.ts';
import { clusterCgroup, thawAll } from './cgroups.ts';
import { processesOf, type ClusterName } from './processTable.ts';
import { removeCluster } from './removeCluster.ts';

export interface RunningCluster extends ClusterName {
  readonly kubeconfig: string;
}

/** In this checkout, of what is named so. */
export function ordinaryRecord(name: 'demo' | 'cluster'): string {
  return fileURLToPath(new URL(`../../.${name}/running.json`, import.meta.url));
}

const deadlineMs = 10_000;
const pollMs = 20;

export function recordRunning(record: string, running: RunningCluster): void {
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, `${JSON.stringify(running, null, 2)}\n`);
}

/** Whether or not it still runs. */
export function recordedCluster(record: string): RunningCluster | undefined {
  return existsSync(record) ? parseJson<RunningCluster>(readFileSync(record, 'utf8')) : undefined;
}

export function isRunning(running: RunningCluster): boolean {
  return processesOf(running).length > 0;
}

/** Resolves once no process, no file and no record of it is left. */
export async function endRunning(record: string, running: RunningCluster): Promise<void> {
  if (processesOf(running).includes(running.pid)) {
    signal(running.pid, 'SIGTERM');
    await untilGone(running);
  }
  thawAll(clusterCgroup(running.directory));
  // Without their supervisor the other processes do not end by themselves.
  for (const left of processesOf(running)) signal(left, 'SIGKILL');
  await untilGone(running);
  await removeCluster(running.directory);
  forget(record);
}

/** They are not our children and report no exit, so they are polled. */
async function untilGone(running: RunningCluster): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (isRunning(running) && performance.now() < deadline) await delay(pollMs);
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
