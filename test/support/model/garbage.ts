// Kubernetes' garbage collector, run when a test asks for it.
import type { ApiModel } from './apiModel.ts';

/** Deletes all objects whose owners are all gone, and then their dependents. */
export function collectGarbage(model: ApiModel): void {
  const { storage } = model;
  for (let found = true; found;) {
    const alive = new Set(storage.everything().map(({ object }) => object.metadata.uid));
    const orphans = storage.everything().filter(({ object }) => {
      const owners = object.metadata.ownerReferences ?? [];
      return owners.length > 0 && owners.every(({ uid }) => !alive.has(uid));
    });
    for (const { resource, object } of orphans) storage.commit('DELETED', resource, object);
    found = orphans.length > 0;
  }
}
