// Finds the slice of a scene among those that a watcher has seen.
import type { EndpointSlice } from '../../src/desired/ledgerRecord.ts';
import type { Watcher } from '../../e2e/cluster/watcher.ts';
import { publishedIn, sliceOf } from '../../e2e/support/published.ts';
import type { Scene } from '../../e2e/support/scene.ts';

export function isSliceOf({ metadata }: EndpointSlice, scene: Scene): boolean {
  return metadata?.name === sliceOf(scene).name;
}

/** The pod that is published now. Throws when there is none. */
export function publishedPod({ objects }: Watcher<EndpointSlice>, scene: Scene): string {
  const slice = objects.find((candidate) => isSliceOf(candidate, scene));
  const pod = slice && publishedIn(slice).pod;
  if (pod === undefined) throw new Error(`Cannot fail the active of ${scene.name}: no pod is published`);
  return pod;
}
