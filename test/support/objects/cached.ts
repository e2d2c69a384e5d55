// Cached objects for tests; those of one file share the objects that are kept parsed.
import * as cached from '../../../src/controller/cache/cachedObject.ts';
import { ParsedObjects } from '../../../src/controller/cache/jsonText.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';

const parsed = new ParsedObjects();

export const toCachedAsvc = (object: KubeObject) => cached.toCachedAsvc(object, parsed);
export const toCachedService = (object: KubeObject) => cached.toCachedService(object, parsed);
export const toCachedSlice = (object: KubeObject) => cached.toCachedSlice(object, parsed);
