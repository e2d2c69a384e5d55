// Pods without a kubelet: API objects whose status the test sets.
import type { V1ContainerPort, V1Pod, V1PodCondition } from '@kubernetes/client-node';
import type { ObjectName } from '../../src/kube/resource.ts';
import type { Wire } from '../../src/kube/wire.ts';
import type { Api } from './api.ts';
import { createObject, deleteObject, patchObject } from './objects.ts';
import { pods } from './resources.ts';

export type Pod = Wire<V1Pod>;

export interface PodSpec extends ObjectName {
  readonly labels: Readonly<Record<string, string>>;
  /** One for each family. Not a loopback address: EndpointSlices refuse those. */
  readonly ips: readonly string[];
  readonly ready?: boolean;
  /** Since when it is ready or not; default: now. The API keeps whole seconds. */
  readonly readySince?: Date;
  /** Its Node object must exist, or the pod is collected. Without a node a deleted pod is gone at once. */
  readonly nodeName?: string;
  readonly ports?: readonly Wire<V1ContainerPort>[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Other fields of a pod. */
  readonly spec?: Partial<Wire<NonNullable<V1Pod['spec']>>>;
}

/** A running pod, as a kubelet would report it. */
export async function createPod(api: Api, pod: PodSpec): Promise<Pod> {
  await createObject<Pod>(api, pods, desiredPod(pod));
  const addresses = { podIP: pod.ips[0], podIPs: pod.ips.map((ip) => ({ ip })) };
  const started = { phase: 'Running', hostIP: '192.0.2.1', startTime: new Date().toISOString() };
  const conditions = readyConditions(pod.ready ?? true, pod.readySince);
  return patchPodStatus(api, pod, { ...started, ...addresses, conditions });
}

function desiredPod({ namespace, name, labels, annotations = {}, nodeName, ports = [], spec = {} }: PodSpec): Pod {
  return {
    metadata: { namespace, name, labels, annotations },
    spec: {
      containers: [{ name: 'app', image: 'registry.example/app:1', ports: [...ports] }],
      ...(nodeName === undefined ? {} : { nodeName }),
      ...spec,
    },
  };
}

export function setPodReady(api: Api, pod: ObjectName, ready: boolean): Promise<Pod> {
  return patchPodStatus(api, pod, { conditions: readyConditions(ready) });
}

export function setPodPhase(
  api: Api,
  pod: ObjectName,
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed',
): Promise<Pod> {
  return patchPodStatus(api, pod, { phase });
}

export function setPodIps(api: Api, pod: ObjectName, ips: readonly string[]): Promise<Pod> {
  const [podIP = null] = ips;
  // The list is merged by address: the marker makes it a replacement.
  return patchPodStatus(api, pod, { podIP, podIPs: [...ips.map((ip) => ({ ip })), { $patch: 'replace' }] });
}

/** A pod on a node stays, terminating, until it is deleted with 0 seconds; one without a node is gone at once. */
export function deletePod(api: Api, pod: ObjectName, gracePeriodSeconds?: number): Promise<void> {
  const { namespace, name } = pod;
  return deleteObject(api, pods, {
    namespace,
    name,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  });
}

/** Conditions are merged by their type. */
export function patchPodStatus(api: Api, { namespace, name }: ObjectName, status: object): Promise<Pod> {
  return patchObject<Pod>(api, pods, {
    namespace,
    name,
    type: 'strategic-merge',
    subresource: 'status',
    patch: { status },
  });
}

function readyConditions(ready: boolean, since = new Date()): readonly Wire<V1PodCondition>[] {
  const lastTransitionTime = since.toISOString();
  const status = ready ? 'True' : 'False';
  return ['ContainersReady', 'Ready'].map((type) => ({ type, status, lastTransitionTime }));
}
