// What is left of a cluster when its processes are killed: its cgroups, if it had nodes, and its directory.
import { rmSync } from 'node:fs';
import { clusterCgroup, removeCgroup } from './cgroups.ts';

export async function removeCluster(directory: string): Promise<void> {
  await removeCgroup(clusterCgroup(directory));
  rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
}
