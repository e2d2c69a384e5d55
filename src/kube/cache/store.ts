// The cache of all objects of one kind that are watched.
import { isNewer } from '../api/resourceVersion.ts';
import { objectKey } from '../resource.ts';
import type { Change, ChangeSource } from './change.ts';
import { EVERYTHING, SyncedVersions, type Scope } from './syncedVersions.ts';
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
  /** For byIndex(). */
  readonly indexes?: IndexFunctions<T>;
  /** Indexes of the caller, kept up to date. */
  readonly attached?: readonly ObjectIndex<T>[];
  readonly sharing?: Sharing<T>;
}

/**
 * Guarantees:
 * - An older version never replaces a newer one, whether a watch, a list, a read or a response to a write brings it.
 * - A response to a write never brings back an object whose later deletion a watch or a list has shown.
 * - A change that a list, a watch or observeRead() brings is returned after the store and its indexes have it.
 * - A list never undoes a write that is newer than the list.
 * Caveats:
 * - After distrust(), or when a list is older than the horizon, the list replaces everything, newer versions included.
 * - A write is no change, and neither is its repetition by the watch: a Deleted may come without an Added.
 * - Between the steps of replacing(), the store is a mix of old and new; others may read and write it.
 */
export class Store<T extends StoredObject> {
  readonly #objects = new Map<string, T>();
  readonly #indexes: StoreIndexes<T>;
  readonly #sharing: Sharing<T> | undefined;
  readonly #horizons = new SyncedVersions();

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

  /** Whether this version is stored, as when the watch repeats a write. */
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

  /** Stores the response to a write of this process, before the watch repeats it; ignored when the watch is further. */
  observeWrite(object: T): void {
    const version = object.metadata.resourceVersion;
    const stored = this.#objects.get(objectKey(object.metadata));
    if (!isNewer(version, this.#horizonOf(object))) return;
    if (stored === undefined || isNewer(version, stored.metadata.resourceVersion)) this.#put(object);
  }

  /**
   * Stores an object that was read beside the watch. The same version replaces the stored object, for it may have more
   * fields, without a change; a newer one is a change now, because the watch will only repeat it.
   */
  observeRead(object: T): readonly Change<T>[] {
    if (this.isKnown(object.metadata)) {
      this.#put(object);
      return [];
    }
    if (!isNewer(object.metadata.resourceVersion, this.#horizonOf(object))) return [];
    return this.#take(object, 'list', false);
  }

  /** For the reflector: replaces a scope by a complete list, step by step; undefined: the step changed nothing. */
  *replacing(
    objects: readonly T[],
    resourceVersion: string,
    scope: Scope = EVERYTHING,
  ): Generator<Change<T> | undefined, void, void> {
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

  /** For the reflector: the server's data were rolled back; the next list is accepted as it is. */
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
    // A successor stored by observeWrite() stays; the deletion of its predecessor is returned nevertheless.
    const same = stored?.metadata.uid === object.metadata.uid ? stored : undefined;
    if (same !== undefined && isNewer(same.metadata.resourceVersion, object.metadata.resourceVersion)) return [];
    if (same !== undefined) this.#delete(same);
    return [{ type: 'Deleted', object, source: 'watch' }];
  }

  /** For the reflector: the object cannot be read now. Its removal counts as one by a list. */
  leaveOut(key: string): readonly Change<T>[] {
    const stored = this.#objects.get(key);
    return stored === undefined ? [] : [this.#drop(stored, 'list')];
  }

  /** For the reflector: all changes of the scope up to this version were received. */
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
    // After a rollback the same version may belong to another state.
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
    // Before `previous` is released: the two share most parts.
    const shared = this.#sharing?.take(object) ?? object;
    // Keeps values() in the order of the latest change.
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
