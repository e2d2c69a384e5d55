// What is known of all objects of one kind?
// Never goes back in time: an older version never replaces a newer one, whether a watch, a list or the answer to one
// of our own writes brings it, and what the watch has seen deleted stays deleted.
import { isNewer } from '../api/resourceVersion.ts';
import { objectKey } from '../resource.ts';
import type { Change, ChangeSource } from './change.ts';
import { EVERYTHING, Horizons, type Scope } from './horizons.ts';
import type { ObjectIndex } from './objectIndex.ts';
import type { Sharing } from './sharing.ts';
import { StoreIndexes, type IndexFunctions } from './storeIndexes.ts';

/** What the store itself must know of an object. */
export interface StoredObject {
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
}

export interface StoreOptions<T> {
  /** For byIndex. */
  readonly indexes?: IndexFunctions<T>;
  /** Indexes of the caller's own, kept up to date. */
  readonly attached?: readonly ObjectIndex<T>[];
  readonly sharing?: Sharing<T>;
}

export class Store<T extends StoredObject> {
  readonly #objects = new Map<string, T>();
  readonly #indexes: StoreIndexes<T>;
  readonly #sharing: Sharing<T> | undefined;
  readonly #horizons = new Horizons();

  constructor(options: StoreOptions<T> = {}) {
    this.#indexes = new StoreIndexes(options.indexes ?? {}, options.attached ?? []);
    this.#sharing = options.sharing;
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  /** Whether this version is here, as when the watch repeats our own write. */
  isKnown(metadata: Partial<StoredObject['metadata']>): boolean {
    const { namespace, name = '', uid, resourceVersion } = metadata;
    const stored = this.#objects.get(objectKey({ namespace, name }))?.metadata;
    return stored !== undefined && stored.uid === uid && stored.resourceVersion === resourceVersion;
  }

  values(): Iterable<T> {
    return this.#objects.values();
  }

  byIndex(index: string, value: string): readonly T[] {
    return this.#indexes.find(index, value);
  }

  /**
   * Takes the server's answer to our own write at once, before the watch repeats it. An answer that is not beyond what
   * the watch has told is older news: the store knows better, also when the object has been deleted since.
   */
  observeWrite(object: T): void {
    const version = object.metadata.resourceVersion;
    const stored = this.#objects.get(objectKey(object.metadata));
    if (!isNewer(version, this.#horizonOf(object))) return;
    if (stored === undefined || isNewer(version, stored.metadata.resourceVersion)) this.#put(object);
  }

  /**
   * Takes what was read beside the watch. A view of the version that is here takes its place, for it may say more, which
   * is no change; a newer one is told now, because the watch will only repeat it.
   */
  observeRead(object: T): readonly Change<T>[] {
    if (this.isKnown(object.metadata)) {
      this.#put(object);
      return [];
    }
    if (!isNewer(object.metadata.resourceVersion, this.#horizonOf(object))) return [];
    return this.#take(object, 'list', false);
  }

  /**
   * For the reflector: a complete list of a scope as of a resource version. Step by step, and no further than it is
   * asked for: others may read and write in between. Undefined is a step that changes nothing.
   */
  *replacing(
    objects: readonly T[],
    resourceVersion: string,
    scope: Scope = EVERYTHING,
  ): Generator<Change<T> | undefined, void, void> {
    // Then the list alone is believed.
    const rolledBack = this.#horizons.isRolledBack(resourceVersion, scope);
    const missing = this.#allIn(scope);
    for (const object of objects) {
      missing.delete(objectKey(object.metadata));
      yield undefined;
    }
    for (const [key, object] of missing) {
      const writtenSince = !rolledBack && isNewer(object.metadata.resourceVersion, resourceVersion);
      if (!writtenSince && this.#objects.get(key) === object) yield this.#drop(object, 'list');
    }
    for (const object of objects) {
      yield undefined;
      yield* this.#take(object, 'list', rolledBack);
    }
    this.#horizons.reset(resourceVersion, scope);
  }

  /** For the reflector: the server's data went back, so that versions do not tell what is newer until the next list. */
  distrust(scope: Scope = EVERYTHING): void {
    this.#horizons.distrust(scope);
  }

  /** For the reflector: an object was added or modified. */
  upsert(object: T, scope: Scope = EVERYTHING): readonly Change<T>[] {
    this.advance(object.metadata.resourceVersion, scope);
    return this.#take(object, 'watch', false);
  }

  /** For the reflector: an object was deleted; this is its last state. */
  remove(object: T, scope: Scope = EVERYTHING): readonly Change<T>[] {
    this.advance(object.metadata.resourceVersion, scope);
    const stored = this.#objects.get(objectKey(object.metadata));
    // A successor that our own write has already put here stays; the end of its predecessor is told nevertheless.
    const same = stored?.metadata.uid === object.metadata.uid ? stored : undefined;
    if (same !== undefined && isNewer(same.metadata.resourceVersion, object.metadata.resourceVersion)) return [];
    if (same !== undefined) this.#delete(same);
    return [{ type: 'Deleted', object, source: 'watch' }];
  }

  /** For the reflector: what the object is now cannot be understood. Its end is told as by a list. */
  leaveOut(key: string): readonly Change<T>[] {
    const stored = this.#objects.get(key);
    return stored === undefined ? [] : [this.#drop(stored, 'list')];
  }

  /** For the reflector: the server has told everything of the scope up to this version. */
  advance(resourceVersion: string, scope: Scope = EVERYTHING): void {
    this.#horizons.advance(resourceVersion, scope);
  }

  #allIn(scope: Scope): Map<string, T> {
    if (scope === EVERYTHING) return new Map(this.#objects);
    return new Map([...this.#objects].filter(([, { metadata }]) => metadata.namespace === scope));
  }

  #horizonOf({ metadata: { namespace = '' } }: T): string {
    return this.#horizons.of(namespace);
  }

  #take(object: T, source: ChangeSource, force: boolean): readonly Change<T>[] {
    const stored = this.#objects.get(objectKey(object.metadata));
    if (stored === undefined) {
      this.#put(object);
      return [{ type: 'Added', object, source }];
    }
    const { uid, resourceVersion } = stored.metadata;
    // After a rollback the same version may be given to something else.
    if (!force && !isNewer(object.metadata.resourceVersion, resourceVersion)) return [];
    this.#put(object);
    if (uid === object.metadata.uid) return [{ type: 'Modified', object, previous: stored, source }];
    return [
      { type: 'Deleted', object: stored, source },
      { type: 'Added', object, source },
    ];
  }

  #drop(stored: T, source: ChangeSource): Change<T> {
    this.#delete(stored);
    return { type: 'Deleted', object: stored, source };
  }

  #put(object: T): void {
    const key = objectKey(object.metadata);
    const previous = this.#objects.get(key);
    // Before the former one is released, with which it has most in common.
    const shared = this.#sharing?.take(object) ?? object;
    // Values come in the order of their latest change.
    this.#objects.delete(key);
    this.#objects.set(key, shared);
    this.#indexes.put(key, previous, shared);
    if (previous !== undefined) this.#sharing?.release(previous);
  }

  #delete(stored: T): void {
    const key = objectKey(stored.metadata);
    this.#objects.delete(key);
    this.#indexes.remove(key, stored);
    this.#sharing?.release(stored);
  }
}
