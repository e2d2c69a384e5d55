// What is known of all objects of one kind?
// Never goes back in time: an older version never replaces a newer one, whether a watch, a list or the answer to one
// of our own writes brings it, and what the watch has seen deleted stays deleted.
import type { Change, ChangeSource } from './change.ts';
import type { ObjectIndex } from './objectIndex.ts';
import { objectKey } from './resource.ts';
import { isNewer } from './resourceVersion.ts';
import { StoreIndex } from './storeIndex.ts';

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
  /** Named functions from an object to the values under which byIndex finds it. */
  readonly indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
  /** Indexes of the caller's own, kept up to date. */
  readonly attached?: readonly ObjectIndex<T>[];
  /**
   * Whether a view says more than the stored one of the same version, because more is asked of objects since that was
   * made; then it takes its place. Default: a version has one view.
   */
  readonly saysMore?: (view: T, stored: T) => boolean;
}

/** What one reflector follows: the objects of a namespace, or those of the whole cluster. A store has one kind of them. */
export type Scope = string;

const EVERYTHING: Scope = '';

export class Store<T extends StoredObject> {
  readonly #objects = new Map<string, T>();
  readonly #indexes: ReadonlyMap<string, StoreIndex<T>>;
  readonly #allIndexes: readonly ObjectIndex<T>[];
  readonly #saysMore: ((view: T, stored: T) => boolean) | undefined;
  /** Up to these resource versions the server has told us everything, of each scope. */
  readonly #horizons = new Map<string, string>();
  readonly #distrusted = new Set<Scope>();

  constructor(options: StoreOptions<T> = {}) {
    const indexes = Object.entries(options.indexes ?? {});
    this.#indexes = new Map(indexes.map(([name, valuesOf]) => [name, new StoreIndex(valuesOf)]));
    this.#saysMore = options.saysMore;
    this.#allIndexes = [...this.#indexes.values(), ...(options.attached ?? [])];
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  /**
   * Whether this version is here and has nothing more to say, as when the watch repeats our own write. Never, where
   * another view of it might say more.
   */
  isKnown(metadata: Partial<StoredObject['metadata']>): boolean {
    const { namespace, name = '', uid, resourceVersion } = metadata;
    const stored = this.#objects.get(objectKey({ namespace, name }))?.metadata;
    if (stored === undefined || this.#saysMore !== undefined) return false;
    return stored.uid === uid && stored.resourceVersion === resourceVersion;
  }

  values(): Iterable<T> {
    return this.#objects.values();
  }

  byIndex(index: string, value: string): readonly T[] {
    const found = this.#indexes.get(index);
    if (found === undefined) throw new Error(`Cannot find objects by index "${index}": the store has no such index`);
    return found.find(value);
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
   * For the reflector: a complete list of a scope as of a resource version. Step by step, and no further than it is
   * asked for: others may read and write in between. Undefined is a step that changes nothing.
   */
  *replacing(
    objects: readonly T[],
    resourceVersion: string,
    scope: Scope = EVERYTHING,
  ): Generator<Change<T> | undefined, void, void> {
    // A consistent list from before our horizon means that the server's data were rolled back: believe the list alone.
    const rolledBack = this.#distrusted.has(scope) || isNewer(this.#horizons.get(scope) ?? '', resourceVersion);
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
    this.#horizons.set(scope, resourceVersion);
    this.#distrusted.delete(scope);
  }

  /** For the reflector: the server's data went back, so that versions do not tell what is newer until the next list. */
  distrust(scope: Scope = EVERYTHING): void {
    this.#distrusted.add(scope);
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
    if (isNewer(resourceVersion, this.#horizons.get(scope) ?? '')) this.#horizons.set(scope, resourceVersion);
  }

  #allIn(scope: Scope): Map<string, T> {
    if (scope === EVERYTHING) return new Map(this.#objects);
    return new Map([...this.#objects].filter(([, { metadata }]) => metadata.namespace === scope));
  }

  #horizonOf({ metadata: { namespace = '' } }: T): string {
    return this.#horizons.get(EVERYTHING) ?? this.#horizons.get(namespace) ?? '';
  }

  #take(object: T, source: ChangeSource, force: boolean): readonly Change<T>[] {
    const stored = this.#objects.get(objectKey(object.metadata));
    if (stored === undefined) {
      this.#put(object);
      return [{ type: 'Added', object, source }];
    }
    const { uid, resourceVersion } = stored.metadata;
    const isSame = resourceVersion === object.metadata.resourceVersion && uid === object.metadata.uid;
    const isNewest = isNewer(object.metadata.resourceVersion, resourceVersion);
    // After a rollback the same version may be given to something else.
    if (!force && !(isSame ? this.#saysMore?.(object, stored) === true : isNewest)) return [];
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
    const stored = this.#objects.get(key);
    if (stored !== undefined) this.#delete(stored);
    this.#objects.set(key, object);
    for (const index of this.#allIndexes) index.insert(key, object);
  }

  #delete(stored: T): void {
    const key = objectKey(stored.metadata);
    this.#objects.delete(key);
    for (const index of this.#allIndexes) index.remove(key, stored);
  }
}
