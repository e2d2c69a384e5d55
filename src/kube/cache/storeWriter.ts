// Writes the objects of lists and watch events into a store, then calls onChange.
// An object that cannot be transformed changes nothing: apply() returns it, and the caller decides.
import type { KubeObserver } from '../observer.ts';
import { objectKey, type Resource } from '../resource.ts';
import { nameOf, type Unreadable } from '../unreadable.ts';
import type { KubeObject, ObjectMeta } from '../wire.ts';
import type { Change } from './change.ts';
import type { Store, StoredObject } from './store.ts';
import type { WatchEvent } from './watchEvent.ts';

export interface StoreWriterOptions<T extends StoredObject> {
  readonly resource: Resource;
  /** The only namespace that is watched; absent: the whole cluster. */
  readonly namespace?: string;
  /** Returns what is kept of an object; undefined: nothing. */
  readonly transform: (object: KubeObject) => T | undefined;
  readonly store: Store<T>;
  /** Called after the store has changed, in the order of the changes. */
  readonly onChange: (change: Change<T>) => void;
  readonly observer: Pick<KubeObserver, 'objectRejected'>;
}

export class StoreWriter<T extends StoredObject> {
  readonly #options: StoreWriterOptions<T>;

  constructor(options: StoreWriterOptions<T>) {
    this.#options = options;
  }

  /** Replaces the content by a complete list; each step of the generator looks at one object. */
  *replacing(objects: readonly T[], resourceVersion: string): Generator<void, void, void> {
    const { store, namespace } = this.#options;
    for (const change of store.replacing(objects, resourceVersion, namespace)) {
      if (change !== undefined) this.#notify([change]);
      yield;
    }
  }

  /** The server's data were rolled back: the next list is accepted whatever its versions are. */
  distrust(): void {
    this.#options.store.distrust(this.#options.namespace);
  }

  /** Returns the object when it cannot be transformed; then nothing has changed. */
  apply(event: WatchEvent): Unreadable | undefined {
    const { store, namespace } = this.#options;
    if (event.type === 'DELETED') this.#remove(event.object);
    else if (event.type !== 'BOOKMARK' && !store.isKnown(event.object.metadata ?? {})) {
      const unreadable = this.#upsert(event.object);
      if (unreadable !== undefined) return unreadable;
    }
    store.advance(event.resourceVersion, namespace);
    return undefined;
  }

  /** Removes an object that cannot be read: its stored state is outdated. */
  leaveOut({ metadata }: KubeObject, resourceVersion: string): void {
    const { store, namespace } = this.#options;
    this.#notify(store.leaveOut(keyOf(metadata)));
    store.advance(resourceVersion, namespace);
  }

  #upsert(raw: KubeObject): Unreadable | undefined {
    const { store, namespace, transform } = this.#options;
    try {
      const object = transform(raw);
      // The object may have been kept until now.
      if (object === undefined) this.#removeStored(raw);
      else this.#notify(store.upsert(object, namespace));
      return undefined;
    } catch (error) {
      return { name: nameOf(raw), error };
    }
  }

  #remove(raw: KubeObject): void {
    const { store, namespace, transform } = this.#options;
    try {
      const object = transform(raw);
      if (object === undefined) this.#removeStored(raw);
      else this.#notify(store.remove(object, namespace));
    } catch {
      this.#removeStored(raw);
    }
  }

  #removeStored({ metadata }: KubeObject): void {
    const { store, namespace } = this.#options;
    const stored = store.get(keyOf(metadata));
    if (stored !== undefined) this.#notify(store.remove(stored, namespace));
  }

  #notify(changes: readonly Change<T>[]): void {
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

function keyOf({ namespace, name = '' }: ObjectMeta = {}): string {
  return objectKey({ namespace, name });
}
