// An observer: a list and a watch of some objects over the test's own connection. Every event is kept with its time of
// arrival, and a test can wait until the observed state fits.
import { setTimeout as delay } from 'node:timers/promises';
import { collectionPath, withQuery } from '../../src/kube/api/resourcePath.ts';
import { lines } from '../../src/kube/cache/lines.ts';
import type { Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import type { Api } from './api.ts';
import { ClusterError, reasonOf } from './clusterError.ts';
import { parseJson } from './json.ts';

export interface WatchTarget {
  readonly resource: Resource;
  readonly namespace?: string;
  /** One object only. */
  readonly name?: string;
  readonly labelSelector?: string;
}

export interface SeenEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  /** performance.now() when the event arrived. */
  readonly atMs: number;
}

export interface Wait {
  /** Ends the sentence "Cannot see …". */
  readonly what: string;
  readonly deadlineMs?: number;
}

const ordinaryDeadlineMs = 15_000;
const retryMs = 100;

export class Watcher<T extends KubeObject> {
  readonly events: SeenEvent<T>[] = [];
  readonly #api: Api;
  readonly #target: WatchTarget;
  readonly #abort = new AbortController();
  readonly #objects = new Map<string, T>();
  readonly #listeners = new Set<() => void>();
  #isListed = false;
  #lastError = '';

  private constructor(api: Api, target: WatchTarget) {
    this.#api = api;
    this.#target = target;
  }

  /** Resolves once the first list has arrived and the watch is requested. */
  static async start<T extends KubeObject>(api: Api, target: WatchTarget): Promise<Watcher<T>> {
    const watcher = new Watcher<T>(api, target);
    const resourceVersion = await watcher.#list();
    void watcher.#run(resourceVersion);
    return watcher;
  }

  /** The current state, in the order of creation. */
  get objects(): readonly T[] {
    return [...this.#objects.values()];
  }

  /** Drops all events until now; call while no caller waits for one. Thousands of them would cost much time. */
  forgetEvents(): void {
    this.events.length = 0;
  }

  /** Closing the Api stops it, too. */
  stop(): void {
    this.#abort.abort();
  }

  /**
   * Checks at once and after each event. `fits` returns false or throws (a failed `expect`) for "not yet"; after the
   * deadline the error has the last reason and the last state.
   */
  until(
    fits: (objects: readonly T[]) => boolean | void,
    { what, deadlineMs = ordinaryDeadlineMs }: Wait,
  ): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let reason = 'it does not fit';
    const look = (): void => {
      try {
        if (fits(this.objects) !== false) resolve();
      } catch (error) {
        reason = reasonOf(error);
      }
    };
    const giveUp = setTimeout(() => reject(this.#notSeen(what, deadlineMs, reason)), deadlineMs);
    this.#listeners.add(look);
    look();
    return promise.finally(() => {
      clearTimeout(giveUp);
      this.#listeners.delete(look);
    });
  }

  #notSeen(what: string, deadlineMs: number, reason: string): ClusterError {
    const state = JSON.stringify(this.objects.map(withoutManagedFields), null, 1);
    const trouble = this.#lastError === '' ? '' : `\nThe watch's last error: ${this.#lastError}`;
    return new ClusterError(
      `see ${what}`,
      `not within ${deadlineMs / 1000} s. ${reason}${trouble}\nLast seen: ${state}`,
    );
  }

  async #run(first: string): Promise<void> {
    let resourceVersion: string | undefined = first;
    while (!this.#abort.signal.aborted && !this.#api.isClosed) {
      try {
        await this.#watch((resourceVersion ??= await this.#list()));
      } catch (error) {
        this.#lastError = reasonOf(error);
        await delay(retryMs, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
      resourceVersion = undefined;
    }
  }

  async #list(): Promise<string> {
    const { signal } = this.#abort;
    const list = await this.#api.request<ObjectList<T>>('GET', this.#path({}), { signal });
    if (this.#isListed) this.#catchUp(list.items);
    this.#isListed = true;
    this.#objects.clear();
    for (const object of list.items) this.#objects.set(keyOf(object), object);
    this.#tell();
    return list.metadata.resourceVersion;
  }

  /** Changes between two watches are events, too, of which only the last state is known. */
  #catchUp(items: readonly T[]): void {
    const atMs = performance.now();
    const present = new Set(items.map(keyOf));
    for (const [key, object] of this.#objects) {
      if (!present.has(key)) this.events.push({ type: 'DELETED', object, atMs });
    }
    for (const object of items) {
      const known = this.#objects.get(keyOf(object));
      if (known?.metadata?.resourceVersion === object.metadata?.resourceVersion) continue;
      this.events.push({ type: known === undefined ? 'ADDED' : 'MODIFIED', object, atMs });
    }
  }

  async #watch(resourceVersion: string): Promise<void> {
    const { signal } = this.#abort;
    const response = await this.#api.open('GET', this.#path({ watch: 'true', resourceVersion }), { signal });
    if (response.body === null) return;
    for await (const line of lines(response.body)) {
      const { type, object } = parseJson<{ type: SeenEvent<T>['type'] | 'ERROR'; object: T }>(line);
      if (type === 'ERROR') throw new ClusterError('watch', line);
      this.events.push({ type, object, atMs: performance.now() });
      if (type === 'DELETED') this.#objects.delete(keyOf(object));
      else this.#objects.set(keyOf(object), object);
      this.#tell();
    }
  }

  #tell(): void {
    for (const look of this.#listeners) look();
  }

  #path(parameters: Record<string, string>): string {
    const { resource, namespace, name, labelSelector } = this.#target;
    const fieldSelector = name === undefined ? undefined : `metadata.name=${name}`;
    return withQuery(collectionPath(resource, namespace), { fieldSelector, labelSelector, ...parameters });
  }
}

interface ObjectList<T> {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}
