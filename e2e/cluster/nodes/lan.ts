// The network of a cluster with nodes: a bridge in a namespace of its own, to which this machine, each node and each client
// are linked. Nothing in it has a default route, so that no packet can leave the machine.
import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError, reasonOf } from '../clusterError.ts';
import { Addresses, blocks } from './addresses.ts';
import { run } from './command.ts';
import { NetworkNamespace, runInNetworkOf, type Place } from './networkNamespace.ts';

export interface Attachment {
  /** The link's name on the bridge. */
  readonly name: string;
  /** A process in the network namespace that is to be linked. */
  readonly pid: number;
  readonly address: string;
  /** By its first address, which gateway leads to a range; `dev` for the link itself. */
  readonly routes: readonly Route[];
}

export interface Route {
  readonly to: string;
  /** Undefined: the link itself. */
  readonly via?: string;
}

const pollMs = 10;
const prefixLength = '/24';
/** Inside of the namespace that is linked. */
const device = 'eth0';

export class Lan {
  readonly addresses: Addresses;
  readonly #namespace: NetworkNamespace;

  private constructor(namespace: NetworkNamespace, addresses: Addresses) {
    this.#namespace = namespace;
    this.addresses = addresses;
  }

  /** With the first block of addresses that no other cluster has. */
  static async open(place: Place): Promise<Lan> {
    const namespace = await NetworkNamespace.open(place, 'lan');
    await namespace.run('ip', 'link', 'add', 'bridge', 'type', 'bridge');
    await namespace.run('ip', 'link', 'set', 'bridge', 'up');
    const addresses = await takeBlock(namespace);
    const lan = new Lan(namespace, addresses);
    await lan.#plug('machine');
    await run('ip', 'address', 'add', addresses.gateway + prefixLength, 'dev', lan.machineLink);
    await run('ip', 'link', 'set', lan.machineLink, 'up');
    return lan;
  }

  /** This machine's end: its name is what reserves the block. */
  get machineLink(): string {
    return machineLinkOf(this.addresses.block);
  }

  /** So that this machine reaches pods and Services. */
  async routeMachine({ to, via }: Required<Route>): Promise<void> {
    await run('ip', 'route', 'replace', to, 'via', via, 'dev', this.machineLink);
  }

  async attach({ name, pid, address, routes }: Attachment): Promise<void> {
    const peer = ['peer', 'name', device, 'netns', String(pid)];
    await this.#namespace.run('ip', 'link', 'add', name, 'type', 'veth', ...peer);
    await this.#plug(name);
    await runInNetworkOf(pid, 'ip', 'address', 'add', address + prefixLength, 'dev', device);
    await runInNetworkOf(pid, 'ip', 'link', 'set', device, 'up');
    for (const { to, via } of routes) {
      const hop = via === undefined ? ['dev', device] : ['via', via];
      await runInNetworkOf(pid, 'ip', 'route', 'add', to, ...hop);
    }
  }

  /** A cable that is pulled, or plugged in again. */
  async setLinked(name: string, isLinked: boolean): Promise<void> {
    await this.#namespace.run('ip', 'link', 'set', name, isLinked ? 'up' : 'down');
  }

  /** The kernel removes a link a moment after the last process at its other end. */
  async untilDetached(name: string): Promise<void> {
    while ((await this.#namespace.run('ip', '-brief', 'link')).includes(`${name}@`)) await delay(pollMs);
  }

  async #plug(name: string): Promise<void> {
    await this.#namespace.run('ip', 'link', 'set', name, 'master', 'bridge', 'up');
  }
}

async function takeBlock(namespace: NetworkNamespace): Promise<Addresses> {
  for (let block = 0; block < blocks; block++) {
    const peer = ['peer', 'name', 'machine', 'netns', String(namespace.holder.pid)];
    try {
      await run('ip', 'link', 'add', machineLinkOf(block), 'type', 'veth', ...peer);
      return new Addresses(block);
    } catch (error) {
      if (!reasonOf(error).includes('File exists')) throw error;
    }
  }
  throw new ClusterError('open the network of a cluster', `${blocks} clusters with nodes are running already`);
}

export function machineLinkOf(block: number): string {
  return `standby${block}`;
}
