// A complete list that a store takes at once.
import type { Change } from '../../../src/kube/cache/change.ts';
import type { Store, StoredObject } from '../../../src/kube/cache/store.ts';

/** Returns the changes. */
export function replaceAll<T extends StoredObject>(
  store: Store<T>,
  ...list: Parameters<Store<T>['replacing']>
): readonly Change<T>[] {
  return [...store.replacing(...list)].filter((change) => change !== undefined);
}
