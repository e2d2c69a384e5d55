// Deployments and StatefulSets by Kubernetes' own controllers, with the test as kubelet: each pod gets an address
// and is ready at once, and a terminating one ends.
import { setTimeout as delay } from 'node:timers/promises';
import type { Resource } from '../../src/kube/resource.ts';
import { RefusedError } from '../cluster/api.ts';
import { createObject, patchObject } from '../cluster/objects.ts';
import { deletePod, patchPodStatus, type Pod } from '../cluster/pods.ts';
import { pods } from '../cluster/resources.ts';
import { Watcher } from '../cluster/watcher.ts';
import { podLabels, type Scene } from './scene.ts';

const kinds = {
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment' },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet' },
} as const satisfies Readonly<Record<string, Resource>>;

export interface Workload {
  readonly kind: keyof typeof kinds;
  readonly replicas: number;
  /** As in the API. */
  readonly spec?: object;
}

/** The node of its pods, which must exist: without a node a deleted pod does not terminate first. */
export async function createWorkload(
  scene: Scene,
  { kind, replicas, spec }: Workload,
  nodeName: string,
): Promise<void> {
  const { namespace, name, plane } = scene;
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  const template = { metadata: { labels: { ...podLabels, version: 'v1' } }, spec: { nodeName, containers } };
  await createObject(plane.api, kinds[kind], {
    metadata: { namespace, name },
    spec: { replicas, selector: { matchLabels: podLabels }, template, ...spec },
  });
}

/** A rollout, or a rollback. */
export async function setVersion(scene: Scene, { kind }: Workload, version: string): Promise<void> {
  await patchWorkload(scene, kind, { template: { metadata: { labels: { version } } } });
}

/** Creation times are in whole seconds: resolves when new objects are younger than all existing ones. */
export async function nextSecond(): Promise<void> {
  const startedMs = Math.floor(Date.now() / 1000) * 1000;
  while (Date.now() < startedMs + 1000) await delay(startedMs + 1000 - Date.now());
}

export function patchWorkload(
  { namespace, name, plane }: Scene,
  kind: Workload['kind'],
  spec: object,
): Promise<unknown> {
  return patchObject(plane.api, kinds[kind], { namespace, name, patch: { spec } });
}

/** Acts as the kubelet until the pods fit; `readySince` has the ready time by the name of the pod. */
export async function untilPods(
  { plane, namespace }: Scene,
  fits: (pods: readonly Pod[]) => boolean,
  readySince: (name: string) => Date = () => new Date(),
): Promise<void> {
  const watcher = await Watcher.start<Pod>(plane.api, { resource: pods, namespace });
  const done = new Set<string>();
  const look = (all: readonly Pod[]): boolean => {
    for (const pod of all) {
      const [uid, name] = [pod.metadata?.uid ?? '', pod.metadata?.name ?? ''];
      const work = isTerminating(pod) ? 'end' : 'start';
      if ((work === 'start' && isReady(pod)) || done.has(`${work} ${uid}`)) continue;
      done.add(`${work} ${uid}`);
      const target = { namespace, name };
      const carriedOut =
        work === 'end' ? deletePod(plane.api, target, 0) : patchPodStatus(plane.api, target, running(readySince(name)));
      carriedOut.catch((error: unknown) => {
        if (!(error instanceof RefusedError)) throw error;
      });
    }
    return fits(all);
  };
  try {
    await watcher.until(look, { what: `the pods of the workload in ${namespace}`, deadlineMs: 60_000 });
  } finally {
    watcher.stop();
  }
}

/** All pods of this version, and no others. */
export function areAll(version: string, count: number): (pods: readonly Pod[]) => boolean {
  return (all) => all.length === count && countOf(all, version) === count;
}

/** Ready ones, of this version. */
export function countOf(all: readonly Pod[], version: string): number {
  return all.filter((pod) => isReady(pod) && !isTerminating(pod) && pod.metadata?.labels?.['version'] === version)
    .length;
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}

function isTerminating({ metadata }: Pod): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

let addresses = 0;

function running(since: Date): object {
  addresses += 1;
  const podIP = `10.2.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
  const lastTransitionTime = since.toISOString();
  const conditions = ['ContainersReady', 'Ready'].map((type) => ({ type, status: 'True', lastTransitionTime }));
  return { phase: 'Running', hostIP: '192.0.2.1', podIP, podIPs: [{ ip: podIP }], conditions };
}
