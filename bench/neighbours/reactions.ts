// Measures how long a user waits for a requested change: from the request until an observer's watch delivers the slice.
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import { endpointSlices } from '../../e2e/cluster/resources.ts';
import { Watcher } from '../../e2e/cluster/watcher.ts';
import { publishedIn, sliceOf } from '../../e2e/support/published.ts';
import { beside, createAsvc, createReadyPod, patchSpec, type Scene } from '../../e2e/support/scene.ts';
import { nextEvent } from '../latency/nextEvent.ts';

export class Reactions {
  readonly #slices: Watcher<EndpointSlice>;
  #created = 0;

  private constructor(slices: Watcher<EndpointSlice>) {
    this.#slices = slices;
  }

  static async start({ plane, namespace }: Scene): Promise<Reactions> {
    return new Reactions(await Watcher.start<EndpointSlice>(plane.api, { resource: endpointSlices, namespace }));
  }

  stop(): void {
    this.#slices.stop();
  }

  /** In milliseconds; removes the fence afterwards. */
  async fence(scene: Scene): Promise<number> {
    const slice = this.#slices.objects.find(({ metadata }) => metadata?.name === sliceOf(scene).name);
    const active = slice && publishedIn(slice).pod;
    const durationMs = await this.#until(
      scene,
      (pod) => pod !== active,
      () => patchSpec(scene, { fencedPods: [active] }),
    );
    await patchSpec(scene, { fencedPods: [] });
    return durationMs;
  }

  /** In milliseconds; the pods exist before. */
  async create(scene: Scene): Promise<number> {
    this.#created += 1;
    const fresh = beside(scene, `new-${this.#created}`);
    const labels = { app: fresh.name };
    await createReadyPod(fresh, `${fresh.name}-0`, { labels });
    return this.#until(
      fresh,
      (pod) => pod !== undefined,
      () => createAsvc(fresh, { selector: { matchLabels: labels } }),
    );
  }

  async #until(scene: Scene, fits: (pod: string | undefined) => boolean, ask: () => Promise<unknown>): Promise<number> {
    const { name } = sliceOf(scene);
    const done = nextEvent(this.#slices, (slice) => slice.metadata?.name === name && fits(publishedIn(slice).pod));
    const sinceMs = performance.now();
    await ask();
    return (await done).atMs - sinceMs;
  }
}
