// The objects of one test: a namespace, an ActiveStandbyService "orders" and its pods "orders-0" and so on.
import type { ActiveStandbyService } from '../../src/api/activeStandbyService.generated.ts';
import type { ObjectName } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { createNamespace, createObject, patchObject } from '../cluster/objects.ts';
import { createPod, deletePod, setPodReady, type Pod, type PodSpec } from '../cluster/pods.ts';
import { activeStandbyServices } from '../cluster/resources.ts';

/** As the API sends it; the status exists after the first reconcile. */
export type Asvc = ActiveStandbyService & KubeObject;

export interface Scene extends ObjectName {
  readonly plane: ControlPlane;
  /** The deadline of waits in this scene, if they take longer than usual. */
  readonly deadlineMs?: number;
}

export const podLabels = { app: 'orders' };

export async function openScene(plane: ControlPlane, title = 'scene'): Promise<Scene> {
  const namespace = `${title}-${crypto.randomUUID().slice(0, 8)}`;
  await createNamespace(plane.api, namespace);
  return { plane, namespace, name: 'orders' };
}

/** A scene of another object in the same namespace. */
export function beside(scene: Scene, name: string): Scene {
  return { ...scene, name };
}

export function podOf({ namespace }: Scene, name: string): ObjectName {
  return { namespace, name };
}

/** The given sections replace those of the smallest spec. */
export function createAsvc(scene: Scene, spec: object = {}): Promise<KubeObject> {
  const { namespace, name, plane } = scene;
  const manifest = { metadata: { namespace, name }, spec: specOf(spec) };
  return createObject<KubeObject>(plane.api, activeStandbyServices, manifest);
}

export function specOf(spec: object = {}): object {
  return { selector: { matchLabels: podLabels }, service: { ports: [{ port: 80, targetPort: 8080 }] }, ...spec };
}

export function patchSpec({ plane, namespace, name }: Scene, spec: object): Promise<Asvc> {
  return patchObject<Asvc>(plane.api, activeStandbyServices, { namespace, name, patch: { spec } });
}

/** Running and ready; the pod with the smaller number has been ready for longer, so it is the first candidate. */
export function createReadyPod(scene: Scene, name: string, pod: Partial<PodSpec> = {}): Promise<Pod> {
  const ordinal = Number(/[0-9]+$/.exec(name)?.[0] ?? 0);
  return createPod(scene.plane.api, {
    namespace: scene.namespace,
    name,
    labels: podLabels,
    ips: [`10.1.0.${10 + ordinal}`],
    readySince: new Date(Date.UTC(2026, 0, 1, 0, 0, ordinal)),
    ...pod,
  });
}

/** One after the other, so that their order is the same by every rule. */
export async function createReadyPods(
  scene: Scene,
  names: readonly string[],
  pod: Partial<PodSpec> = {},
): Promise<void> {
  for (const name of names) await createReadyPod(scene, name, pod);
}

export function setReady(scene: Scene, pod: string, ready: boolean): Promise<Pod> {
  return setPodReady(scene.plane.api, podOf(scene, pod), ready);
}

/** A pod on a node stays, terminating, unless the grace period is 0. */
export function removePod(scene: Scene, pod: string, gracePeriodSeconds?: number): Promise<void> {
  return deletePod(scene.plane.api, podOf(scene, pod), gracePeriodSeconds);
}
