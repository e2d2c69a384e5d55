// A Kubernetes with real nodes on this machine, without a registry, a container engine or the internet: a control plane and,
// on a network of their own, nodes and clients. Several clusters may run at once; after stop(), and also when the process
// that started it was killed, nothing of it is left.
import type { V1Node } from '@kubernetes/client-node';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Wire } from '../../../src/kube/wire.ts';
import { requireBinary } from '../binaries/findBinaries.ts';
import { ClusterError } from '../clusterError.ts';
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from '../controlPlane.ts';
import { eventually, eventuallyAll } from '../eventually.ts';
import { networkWithPods } from '../network.ts';
import { configMaps, nodes } from '../resources.ts';
import { mostNodes } from './addresses.ts';
import { Client } from './client.ts';
import { writeImage } from './image.ts';
import { Lan } from './lan.ts';
import { pauseImage } from './nodeFiles.ts';
import { kubeletUser, kubeProxyUser, nodeNames, RealNode } from './realNode.ts';
import { missingForNodes } from './requirements.ts';
import { appImage } from './servers.ts';
import { schedulerUser, startScheduler } from './scheduler.ts';

export interface ClusterOptions extends Omit<ControlPlaneOptions, 'openNetwork'> {
  /** How many, at most 8. */
  readonly nodes: number;
  /** OCI archives that every node has; beside `appImage`. */
  readonly images?: readonly string[];
  /** kube-proxy's; Kubernetes' own is 1,000. */
  readonly proxyMinSyncMs?: number;
}

const ordinaryGraceSeconds = 50;

/** Returns once all nodes are ready and pods can be created, in about 6 s. */
export async function cluster(options: ClusterOptions): Promise<Cluster> {
  refuse(missingForNodes(), 'start nodes');
  if (options.nodes > mostNodes) refuse([`at most ${mostNodes} nodes instead of ${options.nodes}`], 'start nodes');
  const { nodes: count, controllerManager = {}, users = [], images = [], proxyMinSyncMs = 1000 } = options;
  const graceSeconds = controllerManager.nodeGraceSeconds ?? ordinaryGraceSeconds;
  const opening = Promise.withResolvers<Lan>();
  const plane = await startControlPlane({
    ...options,
    users: [...users, kubeProxyUser, schedulerUser, ...nodeNames(count).map(kubeletUser)],
    controllerManager: { ...controllerManager, nodeGraceSeconds: graceSeconds },
    openNetwork: async (place) => {
      const lan = await Lan.open(place);
      opening.resolve(lan);
      return networkWithPods(lan.addresses.gateway, lan.addresses.services);
    },
  });
  try {
    const lan = await opening.promise;
    const all = [...writeOwnImages(plane.directory), ...images];
    const members = Array.from(
      { length: count },
      (_, index) => new RealNode({ plane, lan, index, count, images: all, graceSeconds, proxyMinSyncMs }),
    );
    const made = new Cluster(plane, lan, members);
    await made.powerOn();
    return made;
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

function refuse(reasons: readonly string[], action: string): void {
  if (reasons.length > 0) throw new ClusterError(action, `this machine lacks ${reasons.join(', ')}`);
}

function writeOwnImages(directory: string): readonly string[] {
  const files = { '/bin/app': requireBinary('app') };
  const write = (name: string, command: string): string =>
    writeImage(join(directory, `${command}.tar`), { name, files, entrypoint: ['/bin/app', command] });
  return [write(pauseImage, 'pause'), write(appImage, 'serve')];
}

export class Cluster {
  readonly plane: ControlPlane;
  readonly lan: Lan;
  readonly nodes: readonly RealNode[];
  #clients = 0;

  constructor(plane: ControlPlane, lan: Lan, members: readonly RealNode[]) {
    this.plane = plane;
    this.lan = lan;
    this.nodes = members;
  }

  async powerOn(): Promise<void> {
    await startScheduler(this.plane);
    await Promise.all(this.nodes.map((node) => node.powerOn()));
    await this.#routeMachine();
    await this.#untilReady();
  }

  node(index: number): RealNode {
    const found = this.nodes[index];
    if (found === undefined) throw new ClusterError(`use node ${index}`, `there are ${this.nodes.length}`);
    return found;
  }

  /** A machine of its own beside the nodes; `through` is the node whose kube-proxy leads it to Services. */
  client(through = this.node(0)): Promise<Client> {
    this.#clients += 1;
    return Client.open(this, { index: this.#clients, through });
  }

  async stop(): Promise<void> {
    await this.plane.stop();
    // The kernel removes a network a moment after its last process.
    while (existsSync(`/sys/class/net/${this.lan.machineLink}`)) await delay(10);
  }

  async #routeMachine(): Promise<void> {
    const { addresses } = this.lan;
    await this.lan.routeMachine({ to: addresses.services, via: addresses.node(0) });
    for (const [index, { address }] of this.nodes.entries()) {
      await this.lan.routeMachine({ to: addresses.podsOf(index), via: address });
    }
  }

  async #untilReady(): Promise<void> {
    const { api } = this.plane;
    await eventuallyAll<Wire<V1Node>>(api, { resource: nodes, deadlineMs: 60_000 }, (all) => {
      const ready = all.filter(({ status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
      );
      return ready.length === this.nodes.length;
    });
    // Without these a pod is refused.
    const inDefault = { namespace: 'default', deadlineMs: 30_000 };
    await eventually(api, { resource: configMaps, name: 'kube-root-ca.crt', ...inDefault }, () => true);
    await eventually(api, { resource: serviceAccounts, name: 'default', ...inDefault }, () => true);
  }
}

const serviceAccounts = { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount' };
