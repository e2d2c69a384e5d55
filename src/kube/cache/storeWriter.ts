// How do the objects of the API get into a store, and who is told?
// What cannot be understood changes nothing: whoever feeds it is told, and decides.
import type { KubeObserver } from '../observer.ts';
import { objectKey, type Resource } from '../resource.ts';
import { nameOf, type Unreadable } from '../unreadable.ts';
import type { KubeObject, ObjectMeta } from '../wire.ts';
import type { Change } from './change.ts';
import type { Store, StoredObject } from './store.ts';
import type { WatchEvent } from './watchEvent.ts';

export interface StoreWriterOptions<T extends StoredObject> {
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

export class StoreWriter<T extends StoredObject> {
  readonly #options: StoreWriterOptions<T>;

  constructor(options: StoreWriterOptions<T>) {
    this.#options = options;
  }

  /** Takes a complete list, step by step and no further than it is asked for; a step is a glance at one object. */
  *replacing(objects: readonly T[], resourceVersion: string): Generator<void, void, void> {
    const { store, namespace } = this.#options;
    for (const change of store.replacing(objects, resourceVersion, namespace)) {
      if (change !== undefined) this.#tell([change]);
      yield;
    }
  }

  /** The server's data went back: the next list is believed whatever its versions are. */
  distrust(): void {
    this.#options.store.distrust(this.#options.namespace);
  }

  /** What of it could not be understood; then nothing has changed yet. */
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

  /** Nothing is known any more of an object that cannot be understood: as it was is not as it is. */
  leaveOut({ metadata }: KubeObject, resourceVersion: string): void {
    const { store, namespace } = this.#options;
    this.#tell(store.leaveOut(keyOf(metadata)));
    store.advance(resourceVersion, namespace);
  }

  #upsert(raw: KubeObject): Unreadable | undefined {
    const { store, namespace, transform } = this.#options;
    try {
      const object = transform(raw);
      // What was worth keeping until now may not be any more.
      if (object === undefined) this.#removeStored(raw);
      else this.#tell(store.upsert(object, namespace));
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
      else this.#tell(store.remove(object, namespace));
    } catch {
      this.#removeStored(raw);
    }
  }

  #removeStored({ metadata }: KubeObject): void {
    const { store, namespace } = this.#options;
    const stored = store.get(keyOf(metadata));
    if (stored !== undefined) this.#tell(store.remove(stored, namespace));
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

function keyOf({ namespace, name = '' }: ObjectMeta = {}): string {
  return objectKey({ namespace, name });
}
