// The objects of the demo: the smallest sample, three pods, and an observer with connections of its own, whose clock
// measures.
import { fileURLToPath } from 'node:url';
import type { V1EndpointSlice } from '@kubernetes/client-node';
import type { ActiveStandbyService } from '../../src/api/activeStandbyService.generated.ts';
import type { Wire } from '../../src/kube/wire.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { createPod, type Pod } from '../cluster/pods.ts';
import { activeStandbyServices, endpointSlices, pods } from '../cluster/resources.ts';
import { Watcher } from '../cluster/watcher.ts';

export const sample = 'config/samples/minimal.yaml';
export const serviceName = 'orders';
const namespace = 'default';
const podNames = ['orders-0', 'orders-1', 'orders-2'];
export const podLabels = { app: 'orders' };

export type EndpointSlice = Wire<V1EndpointSlice>;

interface Watchers {
  readonly pods: Watcher<Pod>;
  readonly slices: Watcher<EndpointSlice>;
  readonly services: Watcher<ActiveStandbyService>;
}

export class Stage {
  readonly plane: ControlPlane;
  readonly watchers: Watchers;

  private constructor(plane: ControlPlane, watchers: Watchers) {
    this.plane = plane;
    this.watchers = watchers;
  }

  /** Resolves once the first pod is published and all of them are candidates. */
  static async open(plane: ControlPlane, create = createPodWithoutKubelet(plane)): Promise<Stage> {
    const stage = new Stage(plane, await startWatchers(plane));
    await plane.kubectl(['apply', '-f', fileURLToPath(new URL(`../../${sample}`, import.meta.url))]);
    for (const [index, name] of podNames.entries()) await create(name, index);
    await stage.untilCandidates(`${podNames.length}/${podNames.length}`);
    return stage;
  }

  get service(): ActiveStandbyService | undefined {
    return this.watchers.services.objects[0];
  }

  /** The active pod in status. */
  get active(): { readonly namespace: string; readonly name: string } {
    return { namespace, name: this.service?.status?.active?.podName ?? '' };
  }

  /** Eligible / selected pods, with an active among them. */
  untilCandidates(summary: string): Promise<void> {
    return this.watchers.services.until(
      ([service]) => service?.status?.candidateSummary === summary && service.status.active !== undefined,
      { what: `${summary} eligible pods in the status of ${serviceName}` },
    );
  }

  close(): void {
    for (const watcher of Object.values(this.watchers)) watcher.stop();
  }
}

/** Creates a pod and returns once it is ready. */
export type CreatePod = (name: string, index: number) => Promise<unknown>;

function createPodWithoutKubelet({ api }: ControlPlane): CreatePod {
  return (name, index) => createPod(api, { namespace, name, labels: podLabels, ips: [`10.244.0.${10 + index}`] });
}

async function startWatchers({ api }: ControlPlane): Promise<Watchers> {
  const labelSelector = `kubernetes.io/service-name=${serviceName}`;
  return {
    pods: await Watcher.start(api, { resource: pods, namespace }),
    slices: await Watcher.start(api, { resource: endpointSlices, namespace, labelSelector }),
    services: await Watcher.start(api, { resource: activeStandbyServices, namespace }),
  };
}
