// Owns the processes of one cluster: starts them on request of its parent and reports each exit. When the parent stops
// it, or ends (kill -9 closes the channel, too), every child is killed, and cgroups and directory are removed. A released
// supervisor outlives its parent until SIGTERM.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { clusterCgroup, thawAll } from './cgroups.ts';
import { removeCluster } from './removeCluster.ts';
import type { Report, Request, SpawnRequest } from './supervisorProtocol.ts';

const [directory = ''] = process.argv.slice(2);
const children = new Map<number, ChildProcess>();
let released = false;
let stopping = false;

function report(message: Report): void {
  // A parent that ended a moment ago is noticed by its disconnect event; without the callback this would throw.
  if (process.connected) process.send?.(message, () => undefined);
}

function endOnceAllAreGone(): void {
  if (!stopping || children.size > 0) return;
  void removeCluster(directory).finally(() => process.exit(0));
}

function stop(): void {
  stopping = true;
  thawAll(clusterCgroup(directory));
  for (const child of children.values()) child.kill('SIGKILL');
  endOnceAllAreGone();
}

function start({ id, command, args, env, logFile }: SpawnRequest): void {
  if (stopping) return report({ type: 'failed', id, reason: 'the cluster is being stopped' });
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
  closeSync(log);
  child.once('error', (error) => report({ type: 'failed', id, reason: error.message }));
  if (child.pid === undefined) return;
  children.set(id, child);
  report({ type: 'started', id, pid: child.pid });
  child.once('exit', (code, signal) => {
    children.delete(id);
    report({ type: 'exited', id, code, signal });
    endOnceAllAreGone();
  });
}

function handle(request: Request): void {
  if (request.type === 'spawn') start(request);
  if (request.type === 'stop') stop();
  if (request.type === 'release') {
    released = true;
    report({ type: 'released' });
  }
}

process.on('message', handle);
process.on('disconnect', () => {
  if (!released) stop();
});
process.on('SIGTERM', stop);
// A released supervisor has no open channel that would keep it running.
setInterval(() => undefined, 2 ** 30);
