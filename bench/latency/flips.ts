// How long after the news that the active pod is not ready does the news come that another is published? Both are taken
// from watches of our own, so that the way to an observer is in both and cancels out.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { setPodReady, type Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { publishedIn, sliceOf } from '../../e2e/support/published.ts';
import { podOf, type Scene } from '../../e2e/support/scene.ts';
import { nextEvent } from './nextEvent.ts';

/** Between two flips, so that what is told of the first does not meet the second. */
const PAUSE_MS = 50;

export class Flips {
  readonly #pods: Watcher<Pod>;
  readonly #slices: Watcher<EndpointSlice>;

  private constructor(podWatcher: Watcher<Pod>, sliceWatcher: Watcher<EndpointSlice>) {
    this.#pods = podWatcher;
    this.#slices = sliceWatcher;
  }

  static async start({ plane, namespace }: Scene): Promise<Flips> {
    const podWatcher = await Watcher.start<Pod>(plane.api, { resource: pods, namespace });
    return new Flips(
      podWatcher,
      await Watcher.start<EndpointSlice>(plane.api, { resource: endpointSlices, namespace }),
    );
  }

  stop(): void {
    this.#pods.stop();
    this.#slices.stop();
  }

  /** Flips one after the other, each time a random one of the scenes; the answer is in milliseconds. */
  async measure(scenes: readonly Scene[], count: number): Promise<readonly number[]> {
    const durations: number[] = [];
    while (durations.length < count) {
      const scene = scenes[Math.floor(Math.random() * scenes.length)];
      if (scene !== undefined) durations.push(await this.flip(scene));
    }
    return durations;
  }

  /** In milliseconds. */
  async flip(scene: Scene): Promise<number> {
    const { api } = scene.plane;
    const active = this.#publishedPod(scene);
    const failed = nextEvent(this.#pods, (pod) => pod.metadata?.name === active && !isReady(pod));
    const moved = nextEvent(this.#slices, (slice) => isOf(slice, scene) && publishedIn(slice).pod !== active);
    await setPodReady(api, podOf(scene, active), false);
    const durationMs = (await moved).atMs - (await failed).atMs;
    await setPodReady(api, podOf(scene, active), true);
    await sleep(PAUSE_MS);
    // This process's own collections of garbage would look like latency.
    for (const watcher of [this.#pods, this.#slices]) watcher.forgetEvents();
    return durationMs;
  }

  #publishedPod(scene: Scene): string {
    const slice = this.#slices.objects.find((candidate) => isOf(candidate, scene));
    const pod = slice && publishedIn(slice).pod;
    if (pod === undefined) throw new Error(`Cannot flip ${scene.name}: nobody is published`);
    return pod;
  }
}

function isOf({ metadata }: EndpointSlice, scene: Scene): boolean {
  return metadata?.name === sliceOf(scene).name;
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}
