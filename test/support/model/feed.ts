// Lets a cache follow the API model, or lag behind it.
import type { StoredObject } from '../../../src/kube/cache/store.ts';
import { StoreWriter, type StoreWriterOptions } from '../../../src/kube/cache/storeWriter.ts';
import type { WatchEvent } from '../../../src/kube/cache/watchEvent.ts';
import type { ApiModel } from './apiModel.ts';

export class ModelFeed<T extends StoredObject> {
  readonly #model: ApiModel;
  readonly #options: Omit<StoreWriterOptions<T>, 'observer'>;
  readonly #storeWriter: StoreWriter<T>;
  readonly #stop: () => void;
  #held: WatchEvent[] | undefined;

  /** Lists at once, then delivers each write at once until it is held. */
  constructor(model: ApiModel, options: Omit<StoreWriterOptions<T>, 'observer'>) {
    this.#model = model;
    this.#options = options;
    this.#storeWriter = new StoreWriter({ ...options, observer: { objectRejected: ({ error }) => fail(error) } });
    this.#stop = model.storage.listen(options.resource, (event) => this.#receive(event));
    this.relist();
  }

  /** From now on the cache becomes stale. */
  hold(): void {
    this.#held ??= [];
  }

  /** Delivers what was held, or the first events of it; with all of it the cache follows again. */
  release(count = Infinity): void {
    const held = this.#held ?? [];
    for (const event of held.splice(0, count)) this.#apply(event);
    if (count === Infinity) this.#held = undefined;
  }

  /** The watch had a gap: what was held is lost, and a list delivers the current objects. */
  relist(): void {
    const { resource } = this.#options;
    const kept = this.#model.list(resource).map((object) => this.#options.transform(object));
    const objects = kept.filter((object) => object !== undefined);
    this.#held = undefined;
    Array.from(this.#storeWriter.replacing(objects, this.#model.storage.version));
  }

  stop(): void {
    this.#stop();
  }

  #apply(event: WatchEvent): void {
    const unreadable = this.#storeWriter.apply(event);
    if (unreadable !== undefined) fail(unreadable.error);
  }

  #receive(event: WatchEvent): void {
    if (this.#held === undefined) this.#apply(event);
    else this.#held.push(event);
  }
}

function fail(error: unknown): never {
  throw error;
}
