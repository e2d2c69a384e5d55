// Measures takeovers: the leader is killed while the active pod of an object fails, and the other replica must lead and
// publish another pod.
import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_NAME } from '../../src/api/names.ts';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { holderOf, type Lease } from '../../src/kube/leaderElection/lease.ts';
import type { OperatorProcess } from '../../e2e/cluster/operatorProcess.ts';
import { setPodReady } from '../../e2e/cluster/pods.ts';
import { endpointSlices, leases } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { publishedIn } from '../../e2e/support/published.ts';
import { podOf, type Scene } from '../../e2e/support/scene.ts';
import { nextEvent } from '../latency/nextEvent.ts';
import { isSliceOf, publishedPod } from '../latency/publishedPod.ts';
import type { Pair } from './pair.ts';

/** The last renewal is at an arbitrary moment, and the new follower has read the Lease. */
const PAUSE_MS = { least: 1000, most: 3000 };

/** In milliseconds after the leader was killed, as an observer saw it. */
export interface Takeover {
  readonly leadsMs: number;
  readonly actsMs: number;
}

export class Takeovers {
  readonly #pair: Pair;
  readonly #leases: Watcher<Lease>;
  readonly #slices: Watcher<EndpointSlice>;

  private constructor(pair: Pair, leaseWatcher: Watcher<Lease>, sliceWatcher: Watcher<EndpointSlice>) {
    this.#pair = pair;
    this.#leases = leaseWatcher;
    this.#slices = sliceWatcher;
  }

  static async start(pair: Pair, { plane, namespace }: Scene): Promise<Takeovers> {
    const leaseWatcher = await Watcher.start<Lease>(plane.api, { resource: leases, namespace, name: LEASE_NAME });
    const sliceWatcher = await Watcher.start<EndpointSlice>(plane.api, { resource: endpointSlices, namespace });
    return new Takeovers(pair, leaseWatcher, sliceWatcher);
  }

  stop(): void {
    this.#leases.stop();
    this.#slices.stop();
  }

  /** Starts the killed replica again afterwards. */
  async measure(scene: Scene): Promise<Takeover> {
    await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    const { api } = scene.plane;
    const before = this.#holder();
    const active = publishedPod(this.#slices, scene);
    const taken = nextEvent(this.#leases, ({ spec }) => holderOf(spec) !== before);
    const moved = nextEvent(this.#slices, (slice) => isSliceOf(slice, scene) && publishedIn(slice).pod !== active);
    const leader = this.#replicaNamed(before);
    const killedMs = performance.now();
    leader.kill();
    await setPodReady(api, podOf(scene, active), false);
    const takeover = { leadsMs: (await taken).atMs - killedMs, actsMs: (await moved).atMs - killedMs };
    await setPodReady(api, podOf(scene, active), true);
    await leader.process.exited;
    await leader.start();
    for (const watcher of [this.#leases, this.#slices]) watcher.forgetEvents();
    return takeover;
  }

  #holder(): string {
    return holderOf(this.#leases.objects[0]?.spec);
  }

  #replicaNamed(holder: string): OperatorProcess {
    const replica = this.#pair.replicas.find(({ name }) => holder.startsWith(`${name}_`));
    if (replica === undefined) throw new Error(`Cannot kill the leader: no replica is "${holder}"`);
    return replica.operator;
  }
}
