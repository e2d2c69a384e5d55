// How do the objects of the API get into a store, and who is told?
// An object that cannot be understood is reported and left out: one bad object must not stop the view of all others.
import type { Change } from './change.ts';
import type { KubeObserver } from './observer.ts';
import { objectKey, type Resource } from './resource.ts';
import type { Store, StoredObject } from './store.ts';
import type { WatchEvent } from './watchEvent.ts';
import type { KubeObject } from './wire.ts';

export interface MirrorOptions<T extends StoredObject> {
  readonly resource: Resource;
  /** Where all objects are; absent: anywhere in the cluster. */
  readonly namespace?: string;
  /** To what is worth keeping; undefined: nothing. */
  readonly transform: (object: KubeObject) => T | undefined;
  readonly store: Store<T>;
  /** Told after the store has changed, in the order of the changes. */
  readonly onChange: (change: Change<T>) => void;
  readonly observer: Pick<KubeObserver, 'objectRejected'>;
}

export class Mirror<T extends StoredObject> {
  readonly #options: MirrorOptions<T>;

  constructor(options: MirrorOptions<T>) {
    this.#options = options;
  }

  /** What is kept of an object. */
  transform(object: KubeObject): T | undefined {
    try {
      return this.#options.transform(object);
    } catch (error) {
      this.#reject(error);
      return undefined;
    }
  }

  /** Takes a complete list, step by step and no further than it is asked for; a step is a glance at one object. */
  *replacing(objects: readonly T[], resourceVersion: string): Generator<void, void, void> {
    const { store, namespace } = this.#options;
    for (const change of store.replacing(objects, resourceVersion, namespace)) {
      if (change !== undefined) this.#tell([change]);
      yield;
    }
  }

  apply(event: WatchEvent): void {
    const { store, namespace } = this.#options;
    if (event.type !== 'BOOKMARK') this.#tell(this.#applyObject(event.type, event.object));
    store.advance(event.resourceVersion, namespace);
  }

  #applyObject(type: 'ADDED' | 'MODIFIED' | 'DELETED', raw: KubeObject): readonly Change<T>[] {
    const { store, namespace } = this.#options;
    if (type !== 'DELETED' && store.isKnown(raw.metadata ?? {})) return [];
    const object = this.transform(raw);
    if (object !== undefined)
      return type === 'DELETED' ? store.remove(object, namespace) : store.upsert(object, namespace);
    // What was worth keeping until now is not any more.
    const stored = store.get(objectKey({ namespace: raw.metadata?.namespace, name: raw.metadata?.name ?? '' }));
    return stored === undefined ? [] : store.remove(stored, namespace);
  }

  #tell(changes: readonly Change<T>[]): void {
    for (const change of changes) {
      try {
        this.#options.onChange(change);
      } catch (error) {
        this.#reject(error);
      }
    }
  }

  #reject(error: unknown): void {
    this.#options.observer.objectRejected({ resource: this.#options.resource, error });
  }
}
