// How does a store follow what the server has?
// Lists once, then watches on from there, for ever: a broken watch is resumed where it was, and only where the server
// has forgotten that moment everything is listed again. The store is complete from the moment `synced` resolves.
import type { Caller } from './apiCall.ts';
import type { ListOptions } from './apiClient.ts';
import { isForbidden, retryAfterMs } from './apiError.ts';
import { backoffMs } from './backoff.ts';
import { breath, eachWithBreaths } from './breath.ts';
import { systemClock, type Clock } from './clock.ts';
import { Mirror, type MirrorOptions } from './mirror.ts';
import type { ApiObserver, WatchRestart } from './observer.ts';
import { listPages } from './pagedList.ts';
import { pause } from './pause.ts';
import type { StoredObject } from './store.ts';
import type { Transport } from './transport.ts';
import { watch } from './watch.ts';
import { restartReason } from './watchRestart.ts';
import type { KubeObject } from './wire.ts';

export interface ReflectorOptions<T extends StoredObject> extends MirrorOptions<T>, ListOptions {
  readonly transport: Transport;
  readonly observer: ApiObserver;
  /** Reads an item of a list that comes as protobuf; without it lists come as JSON. */
  readonly fromProtobuf?: (message: Buffer) => KubeObject;
  /** The same object with what it has in common with the one before it in a list, so that a long list takes less room. */
  readonly share?: (object: T, previous: T | undefined) => T;
  /** A watch that is silent for so long is made anew. */
  readonly idleTimeoutMs?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** What is done with them without a break takes a few milliseconds, also at the start, when nothing is compiled yet. */
const ITEMS_PER_BREATH = 10;

/** In most of which nothing has changed. */
const STEPS_PER_BREATH = 100;

const retry = { baseMs: 100, ceilingMs: 5000 };

/** What is forbidden stays so until a person changes it. */
const retryForbidden = { baseMs: 1000, ceilingMs: 30_000 };

/** After so many answers that did not help, the version we watch from may be at fault. */
const FUTILE_WATCHES = 5;

/** A watch that ends sooner than this, with nothing told, has failed. */
const SHORTEST_WATCH_MS = 1000;

export class Reflector<T extends StoredObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #mirror: Mirror<T>;
  readonly #caller: Caller;
  readonly #clock: Clock;
  readonly #random: () => number;
  #synced = Promise.withResolvers<void>();
  #turn = new AbortController();
  /** From where to watch; undefined: list first. */
  #resourceVersion: string | undefined;
  #lists = 0;
  /** In a row, without anything heard in between; of the futile ones the server answered. */
  #failures = 0;
  #futile = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ReflectorOptions<T>) {
    const { transport, observer, clock = systemClock, random = Math.random } = options;
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#mirror = new Mirror(options);
    this.#caller = { transport, observer, clock };
  }

  /** Resolves when the first complete list, or the one of the latest refresh, is in the store. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Resolves when all is over after the signal was aborted: no connection and no timer is left. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  start(signal: AbortSignal): void {
    this.#ended = this.#run(signal);
  }

  /** Lists everything by a read that begins after this call; resolves when that is in the store. */
  refresh(): Promise<void> {
    const { resolve } = this.#synced;
    this.#synced = Promise.withResolvers();
    // Whoever has waited for an earlier list is content with this one.
    void this.#synced.promise.then(resolve);
    this.#resourceVersion = undefined;
    this.#turn.abort();
    return this.#synced.promise;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#turn = new AbortController();
      const turn = AbortSignal.any([signal, this.#turn.signal]);
      await (this.#resourceVersion === undefined ? this.#list(turn) : this.#watch(turn, this.#resourceVersion));
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { resource, observer } = this.#options;
    try {
      const count = await this.#listAll(signal);
      if (this.#lists > 0) observer.relisted({ resource, count });
      this.#lists += 1;
      this.#synced.resolve();
    } catch (error) {
      if (signal.aborted) return;
      observer.listFailed({ resource, error });
      await this.#wait(error, signal);
    }
  }

  async #listAll(signal: AbortSignal): Promise<number> {
    const kept: T[] = [];
    let resourceVersion = '';
    const { share = (object: T) => object } = this.#options;
    const keep = (item: KubeObject): void => {
      const object = this.#mirror.transform(item);
      if (object !== undefined) kept.push(share(object, kept.at(-1)));
    };
    for await (const page of listPages(this.#caller, { ...this.#options, signal })) {
      // To read a long page was long work already.
      if (page.items.length > ITEMS_PER_BREATH) await breath();
      await eachWithBreaths(page.items, ITEMS_PER_BREATH, keep);
      resourceVersion = page.resourceVersion;
    }
    signal.throwIfAborted();
    await eachWithBreaths(this.#mirror.replacing(kept, resourceVersion), STEPS_PER_BREATH, () => undefined);
    // A refresh may have been asked for in between.
    signal.throwIfAborted();
    this.#resourceVersion = resourceVersion;
    return kept.length;
  }

  async #watch(signal: AbortSignal, resourceVersion: string): Promise<void> {
    const { idleTimeoutMs = 60_000 } = this.#options;
    const startMs = this.#clock.monotonicMs();
    const request = { ...this.#options, resourceVersion, idleTimeoutMs, jitter: this.#random(), signal };
    try {
      for await (const event of watch(this.#caller, request)) {
        if (signal.aborted) return;
        this.#resourceVersion = event.resourceVersion;
        this.#mirror.apply(event);
        this.#heard();
      }
      if (this.#clock.monotonicMs() - startMs >= SHORTEST_WATCH_MS) this.#heard();
      else if (this.#resourceVersion === resourceVersion) throw new Error('the watch ended at once');
    } catch (error) {
      if (!signal.aborted) await this.#watchFailed(error, signal);
    }
  }

  #heard(): void {
    this.#failures = 0;
    this.#futile = 0;
  }

  async #watchFailed(error: unknown, signal: AbortSignal): Promise<void> {
    const { resource, observer } = this.#options;
    const reason = restartReason(error);
    observer.watchRestarted({ resource, reason, error });
    if (this.#mustRelist(reason)) this.#resourceVersion = undefined;
    await this.#wait(error, signal);
  }

  #mustRelist(reason: WatchRestart): boolean {
    if (reason === 'refused' || reason === 'garbled') this.#futile += 1;
    const futile = this.#futile >= FUTILE_WATCHES;
    if (futile) this.#futile = 0;
    return futile || reason === 'expired';
  }

  async #wait(error: unknown, signal: AbortSignal): Promise<void> {
    this.#failures += 1;
    const pauseMs = backoffMs(isForbidden(error) ? retryForbidden : retry, this.#failures, this.#random);
    await pause(this.#clock, Math.max(retryAfterMs(error) ?? 0, pauseMs), signal);
  }
}
