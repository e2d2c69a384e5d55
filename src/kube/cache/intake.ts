// Transforms the objects of lists and watch events to what is kept of them.
// An object that cannot be decoded or transformed is read once more by itself; if that fails, too, it is left out and
// reported. A bad object never affects the others.
import type { Caller } from '../api/apiCall.ts';
import type { ListOptions, Reading } from '../api/apiClient.ts';
import { listPages } from '../api/pagedList.ts';
import { forEachYielding, yieldAfter, yieldToEventLoop } from '../timing/yield.ts';
import { nameOf, type Unreadable } from '../unreadable.ts';
import type { KubeObject } from '../wire.ts';
import { LeftOut } from './leftOut.ts';
import { SecondLook } from './secondLook.ts';
import type { StoredObject } from './store.ts';
import type { StoreWriter, StoreWriterOptions } from './storeWriter.ts';
import type { WatchEvent } from './watchEvent.ts';

export interface IntakeOptions<T extends StoredObject>
  extends Omit<StoreWriterOptions<T>, 'onChange'>, ListOptions, Reading<KubeObject> {
  /** Returns an equal object that shares parts with the previous one of the list, to save memory. */
  readonly share?: (object: T, previous: T | undefined) => T;
}

export interface Listing<T> {
  readonly objects: readonly T[];
  readonly resourceVersion: string;
}

interface Found<T> {
  readonly raw: KubeObject;
  /** Undefined when nothing is kept of the object. */
  readonly object: T | undefined;
  readonly resourceVersion: string | undefined;
}

interface ListRequest {
  readonly asJson: boolean;
  readonly signal: AbortSignal;
}

export class Intake<T extends StoredObject> {
  readonly #caller: Caller;
  readonly #options: IntakeOptions<T>;
  readonly #storeWriter: StoreWriter<T>;
  readonly #secondLook: SecondLook;
  readonly #leftOut: LeftOut;

  constructor(caller: Caller, options: IntakeOptions<T>, storeWriter: StoreWriter<T>) {
    this.#caller = caller;
    this.#options = options;
    this.#storeWriter = storeWriter;
    this.#secondLook = new SecondLook(caller, options);
    this.#leftOut = new LeftOut(options.resource, options.observer);
  }

  /** Reads all pages. Throws an ApiError when one of them fails. */
  async list(request: ListRequest): Promise<Listing<T>> {
    const objects: T[] = [];
    const unreadable: Unreadable[] = [];
    let resourceVersion = '';
    const { share = (object: T) => object } = this.#options;
    const keep = (item: KubeObject): void => {
      const object = this.#transform(item, unreadable);
      if (object !== undefined) objects.push(share(object, objects.at(-1)));
    };
    for await (const page of this.#pages(request)) {
      // Reading a long page has already taken long.
      if (page.items.length > yieldAfter.listItems) await yieldToEventLoop();
      await forEachYielding(page.items, yieldAfter.listItems, keep);
      unreadable.push(...page.unreadable);
      resourceVersion = page.resourceVersion;
    }
    this.#leftOut.keepOnly(unreadable);
    for (const one of unreadable) {
      const found = await this.#lookAgain(one, request.signal);
      if (found?.object !== undefined) objects.push(found.object);
    }
    return { objects, resourceVersion };
  }

  async apply(event: WatchEvent, signal: AbortSignal): Promise<void> {
    const unreadable = this.#storeWriter.apply(event);
    if (event.type === 'BOOKMARK') return;
    if (unreadable === undefined) {
      this.#leftOut.delete(nameOf(event.object));
      return;
    }
    const found = await this.#lookAgain(unreadable, signal);
    if (found === undefined) this.#storeWriter.leaveOut(event.object, event.resourceVersion);
    // The watch itself reports a newer version.
    else if (found.resourceVersion === event.resourceVersion) this.#storeWriter.apply({ ...event, object: found.raw });
  }

  #pages({ asJson, signal }: ListRequest) {
    const { fromProtobuf, share: _, ...options } = this.#options;
    const encoding = fromProtobuf === undefined || asJson ? {} : { fromProtobuf };
    return listPages<KubeObject>(this.#caller, { ...options, ...encoding, signal });
  }

  #transform(item: KubeObject, unreadable: Unreadable[]): T | undefined {
    try {
      return this.#options.transform(item);
    } catch (error) {
      unreadable.push({ name: nameOf(item), error });
      return undefined;
    }
  }

  /** Reads the object by itself; undefined, and reported, when that fails or gives the same. */
  async #lookAgain(one: Unreadable, signal: AbortSignal): Promise<Found<T> | undefined> {
    const failures: Unreadable[] = [];
    const raw = one.name && (await this.#secondLook.at(one.name, signal));
    const object = raw && this.#transform(raw, failures);
    signal.throwIfAborted();
    if (raw === undefined || failures.length > 0) {
      this.#leftOut.add(one);
      return undefined;
    }
    this.#leftOut.delete(nameOf(raw));
    return { raw, object, resourceVersion: raw.metadata?.resourceVersion };
  }
}
