// Measures the time from the event that the active pod is not ready to the event that another is published. Both come
// from watches of this process, so that the delay to an observer is in both and cancels out.
import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { setPodReady, type Pod } from '../../e2e/cluster/pods.ts';
import { endpointSlices, pods } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { publishedIn } from '../../e2e/support/published.ts';
import { podOf, type Scene } from '../../e2e/support/scene.ts';
import { isReady } from '../beside/pairs.ts';
import { nextEvent } from './nextEvent.ts';
import { isSliceOf, publishedPod } from './publishedPod.ts';

/** Pause between two flips, so that events of the first do not mix with the second. */
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

  /** Flips random scenes, one after the other; resolves with the durations in milliseconds. */
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
    const active = publishedPod(this.#slices, scene);
    const failed = nextEvent(this.#pods, (pod) => pod.metadata?.name === active && !isReady(pod));
    const moved = nextEvent(this.#slices, (slice) => isSliceOf(slice, scene) && publishedIn(slice).pod !== active);
    await setPodReady(api, podOf(scene, active), false);
    const durationMs = (await moved).atMs - (await failed).atMs;
    await setPodReady(api, podOf(scene, active), true);
    await sleep(PAUSE_MS);
    // Collections of garbage in this process would look like latency.
    for (const watcher of [this.#pods, this.#slices]) watcher.forgetEvents();
    return durationMs;
  }
}
