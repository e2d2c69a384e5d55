// The cgroups (version 1) of a cluster: one tree in each hierarchy, named after the cluster's directory, with a branch for
// each node. The directory alone is enough to thaw and remove them, also after the processes are gone.
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const root = '/sys/fs/cgroup';
const pollMs = 20;
const deadlineMs = 10_000;

/** What a kubelet needs; the last is for systemd's own names, which containers see too. */
export const cgroupControllers = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'devices',
  'freezer',
  'blkio',
  'pids',
  'systemd',
];

/** Of those, as this machine mounts them: several controllers may share one hierarchy, such as `cpu,cpuacct`. */
export function cgroupHierarchies(): readonly string[] {
  return [...new Set(cgroupControllers.map((name) => basename(realpathSync(join(root, name)))))];
}

/** The name of the tree of the cluster in this directory. */
export function clusterCgroup(directory: string): string {
  return `cluster-${basename(directory)}`;
}

/** In each hierarchy; `unified` is that of version 2 where both are mounted. */
export function cgroupPaths(group: string): readonly string[] {
  const hierarchies = [...cgroupControllers, 'unified'].filter((name) => existsSync(join(root, name)));
  return hierarchies.map((name) => join(root, name, group));
}

export function createCgroup(group: string): void {
  const parts = group.split('/');
  for (const depth of parts.keys()) {
    for (const path of cgroupPaths(parts.slice(0, depth + 1).join('/'))) createOne(path);
  }
}

function createOne(path: string): void {
  mkdirSync(path, { recursive: true });
  if (!path.startsWith(join(root, 'cpuset'))) return;
  // A new cpuset is empty, and nothing can run in it.
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    writeFileSync(join(path, file), readFileSync(join(path, '..', file)));
  }
}

export function setFrozen(group: string, isFrozen: boolean): void {
  const file = join(root, 'freezer', group, 'freezer.state');
  if (existsSync(file)) writeFileSync(file, isFrozen ? 'FROZEN' : 'THAWED');
}

/** Frozen processes cannot be killed. */
export function thawAll(group: string): void {
  const directory = join(root, 'freezer', group);
  if (!existsSync(directory)) return;
  for (const child of subdirectories(directory)) setFrozen(`${group}/${child}`, false);
  setFrozen(group, false);
}

/** The host's process ids in all cgroups below this one whose name has this part. */
export function processesIn(group: string, part: string): readonly number[] {
  const files = readdirSync(join(root, 'pids', group), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('cgroup.procs') && file.includes(part))
    .flatMap((file) => readFileSync(join(root, 'pids', group, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map(Number);
}

/** Waits until its processes, which must have been killed, are gone. */
export async function removeCgroup(group: string): Promise<void> {
  const giveUpMs = performance.now() + deadlineMs;
  while (!isRemoved(group) && performance.now() < giveUpMs) await delay(pollMs);
}

function isRemoved(group: string): boolean {
  const paths = cgroupPaths(group);
  for (const path of paths) removeTree(path);
  return !paths.some((path) => existsSync(path));
}

function removeTree(path: string): void {
  try {
    for (const child of subdirectories(path)) removeTree(join(path, child));
    rmdirSync(path);
  } catch {
    // Gone already, or a process in it is still ending: looked at again.
  }
}

function subdirectories(path: string): readonly string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
