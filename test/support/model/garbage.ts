// What does Kubernetes' garbage collector delete, when a test lets it run?
import type { ApiModel } from './apiModel.ts';

/** Deletes all objects whose owners are all gone, and then what those owned. */
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
