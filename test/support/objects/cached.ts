// Cached objects for tests; those of one file share the objects that are kept parsed.
import * as cached from '../../../src/controller/cache/cachedObject.ts';
import type { CachedAsvc } from '../../../src/controller/cache/cachedObject.ts';
import { ParsedObjects } from '../../../src/controller/cache/jsonText.ts';
import type { Store } from '../../../src/kube/cache/store.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';

const parsed = new ParsedObjects();

const none = { get: () => undefined };

export const toCachedAsvc = (object: KubeObject, asvcs: Pick<Store<CachedAsvc>, 'get'> = none) =>
  cached.toCachedAsvc(object, { asvcs, parsed });
export const toCachedService = (object: KubeObject) => cached.toCachedService(object, parsed);
export const toCachedSlice = (object: KubeObject) => cached.toCachedSlice(object, parsed);
