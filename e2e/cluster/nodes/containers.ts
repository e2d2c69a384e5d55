// The processes of a pod's container, as this machine sees them: a test can end or stop the application exactly.
import type { ObjectName } from '../../../src/kube/resource.ts';
import { processesIn } from '../cgroups.ts';
import { ClusterError } from '../clusterError.ts';
import { getObject } from '../objects.ts';
import type { Pod } from '../pods.ts';
import { pods } from '../resources.ts';
import type { Cluster } from './cluster.ts';

/** To all processes of its first container. Returns when that was, in milliseconds since 1970. */
export async function signalPod(cluster: Cluster, pod: ObjectName, signal: NodeJS.Signals): Promise<number> {
  const processes = await processesOf(cluster, pod);
  const atMs = performance.timeOrigin + performance.now();
  for (const pid of processes) process.kill(pid, signal);
  return atMs;
}

export async function processesOf(cluster: Cluster, pod: ObjectName): Promise<readonly number[]> {
  const { metadata, spec, status } = (await getObject<Pod>(cluster.plane.api, pods, pod)) ?? {};
  const [container] = status?.containerStatuses ?? [];
  const id = container?.containerID?.replace('containerd://', '');
  const node = cluster.nodes.find(({ name }) => name === spec?.nodeName);
  const name = `${pod.namespace}/${pod.name}`;
  if (node === undefined || id === undefined) throw new ClusterError(`find the container of Pod ${name}`, 'none runs');
  const processes = processesIn(node.cgroup, `pod${metadata?.uid}/${id}`);
  if (processes.length === 0)
    throw new ClusterError(`find the processes of Pod ${name}`, `${id} on ${node.name} has none`);
  return processes;
}
