// Puts the API server's answer to a write into the cache at once, before the watch delivers it.
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isAlreadyExists, isConflict } from '../../kube/api/apiError.ts';
import type { Store } from '../../kube/cache/store.ts';
import type { Resource } from '../../kube/resource.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { CachedObject } from '../cache/cachedObject.ts';

interface Target<T extends CachedObject> {
  readonly client: ApiClient;
  readonly resource: Resource;
  readonly store: Store<T>;
  readonly toCached: (object: KubeObject) => T;
  readonly object: KubeObject;
}

/**
 * Caches the answer and returns it. On a conflict, reads and caches the current object, so that the next reconcile sees
 * it. Rejects with the error of the write, or of that read.
 */
export async function cacheAnswer<T extends CachedObject>(
  { client, resource, store, toCached, object }: Target<T>,
  write: Promise<KubeObject>,
): Promise<KubeObject> {
  try {
    const answer = await write;
    store.observeWrite(toCached(answer));
    return answer;
  } catch (error) {
    if (isConflict(error) || isAlreadyExists(error)) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      store.observeWrite(toCached(await client.get(resource, { namespace, name })));
    }
    throw error;
  }
}
