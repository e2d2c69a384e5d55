// The etcd of the API model: versioned objects, their history, and their watchers.
import type { WatchEvent } from '../../../src/kube/cache/watchEvent.ts';
import { objectKey, type ObjectName, type Resource } from '../../../src/kube/resource.ts';
import { clone, toModelObject, type ModelObject } from './object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface Stored {
  readonly resource: Resource;
  readonly object: ModelObject;
}

export interface Revision extends Stored {
  readonly type: ChangeType;
}

export type Listener = (event: WatchEvent) => void;

export class ModelStorage {
  readonly revisions: Revision[] = [];
  readonly #objects = new Map<string, Stored>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #version = 1;
  #compacted = 0;

  /** The version of the latest write. */
  get version(): string {
    return String(this.#version);
  }

  find(resource: Resource, object: ObjectName): ModelObject | undefined {
    return this.#objects.get(keyOf(resource, object))?.object;
  }

  all(resource: Resource): readonly ModelObject[] {
    const own = this.everything().filter((stored) => kindKey(stored.resource) === kindKey(resource));
    return own.map(({ object }) => object);
  }

  everything(): readonly Stored[] {
    return [...this.#objects.values()];
  }

  commit(type: ChangeType, resource: Resource, object: ModelObject): ModelObject {
    this.#version += 1;
    const resourceVersion = this.version;
    const stored = toModelObject({ ...object, metadata: { ...object.metadata, resourceVersion } });
    const key = keyOf(resource, { namespace: stored.metadata.namespace ?? '', name: stored.metadata.name });
    if (type === 'DELETED') this.#objects.delete(key);
    else this.#objects.set(key, { resource, object: stored });
    this.revisions.push({ type, resource, object: stored });
    for (const tell of this.#listeners.get(kindKey(resource)) ?? [])
      tell({ type, object: clone(stored), resourceVersion });
    return stored;
  }

  /** Copies all data. The returned function restores it like an etcd backup: versions go back, no watcher is notified. */
  copy(): () => void {
    const [version, objects, count] = [this.#version, [...this.#objects], this.revisions.length];
    return () => {
      this.#version = version;
      this.#objects.clear();
      for (const [key, stored] of objects) this.#objects.set(key, stored);
      this.revisions.length = count;
    };
  }

  /** As `etcdutl snapshot restore --bump-revision --mark-compacted` does: no watch resumes from an earlier version. */
  bump(by: number): void {
    this.#version += by;
    this.#compacted = this.#version;
  }

  get compacted(): string {
    return String(this.#compacted);
  }

  /** Reports every write from now on; the returned function stops it. */
  listen(resource: Resource, listener: Listener): () => void {
    const key = kindKey(resource);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}

function kindKey({ group, plural }: Resource): string {
  return `${plural}.${group}`;
}

function keyOf(resource: Resource, object: ObjectName): string {
  return `${kindKey(resource)}/${objectKey(object)}`;
}
