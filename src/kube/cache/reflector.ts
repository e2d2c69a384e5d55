// Keeps a store in sync with the API server: lists once, then watches from the version of the list.
import type { Caller } from '../api/apiCall.ts';
import { isNewer } from '../api/resourceVersion.ts';
import type { ApiObserver } from '../observer.ts';
import { systemClock, type Clock } from '../timing/clock.ts';
import { sleep } from '../timing/sleep.ts';
import { forEachYielding, yieldAfter } from '../timing/yield.ts';
import type { Transport } from '../transport/transport.ts';
import { Intake, type IntakeOptions } from './intake.ts';
import { DAMAGED, damageOf } from './listDamage.ts';
import type { Rollbacks } from './rollbacks.ts';
import { ServerVersion } from './serverVersion.ts';
import { ReflectorBackoff } from './reflectorBackoff.ts';
import type { StoredObject } from './store.ts';
import { StoreWriter, type StoreWriterOptions } from './storeWriter.ts';
import { watch } from './watch.ts';
import type { WatchEvent } from './watchEvent.ts';
import { restartReason } from './watchErrorReason.ts';

export interface ReflectorOptions<T extends StoredObject> extends StoreWriterOptions<T>, IntakeOptions<T> {
  readonly transport: Transport;
  readonly observer: ApiObserver;
  /** A watch without data for this long is restarted. */
  readonly idleTimeoutMs?: number;
  readonly rollbacks?: Rollbacks;
  readonly clock?: Clock;
  readonly random?: () => number;
}

const SHORTEST_WATCH_MS = 1000;

/**
 * Guarantees:
 * - `synced` resolves when a complete list is in the store; onChange is called after each change, in order.
 * - A broken watch resumes at the last version received; a list follows only when that is expired or in doubt.
 * - Retries never end: jittered backoff up to 5 s, 30 s without permission, or what Retry-After demands.
 * - After the abort of the signal, `ended` resolves when no request and no timer is left.
 * Caveats:
 * - A list reports only differences: what was created and deleted between a list and the one before is not seen.
 * - The store may lag behind the server without limit: it keeps its objects while the server cannot be reached.
 * - A rollback of etcd is detected late, by the next bookmark, list or event, or after 60 s of silence.
 */
export class Reflector<T extends StoredObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #storeWriter: StoreWriter<T>;
  readonly #intake: Intake<T>;
  readonly #caller: Caller;
  readonly #server: ServerVersion<T>;
  readonly #setbacks: ReflectorBackoff;
  readonly #clock: Clock;
  readonly #random: () => number;
  #synced = Promise.withResolvers<void>();
  #step = new AbortController();
  /** Where the next watch starts; undefined: list first. */
  #resourceVersion: string | undefined;
  #lists = 0;
  #damage = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ReflectorOptions<T>) {
    const { transport, observer, clock = systemClock, random = Math.random } = options;
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#setbacks = new ReflectorBackoff(random);
    this.#storeWriter = new StoreWriter(options);
    this.#caller = { transport, observer, clock };
    this.#intake = new Intake(this.#caller, options, this.#storeWriter);
    this.#server = new ServerVersion(this.#caller, options);
  }

  /** Resolves when the first complete list, or the one of the latest refresh, is in the store. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  start(signal: AbortSignal): void {
    const stop = this.#options.rollbacks?.listen(this.#resync);
    if (stop !== undefined) signal.addEventListener('abort', stop, { once: true });
    this.#ended = this.#run(signal);
  }

  /** Lists everything again; resolves when a list that began after this call is in the store. */
  refresh(): Promise<void> {
    this.#expectList();
    this.#resourceVersion = undefined;
    this.#step.abort();
    return this.#synced.promise;
  }

  #expectList(): void {
    const { resolve } = this.#synced;
    this.#synced = Promise.withResolvers();
    // This list also answers those who wait for an earlier one.
    void this.#synced.promise.then(resolve);
  }

  readonly #resync = (): void => {
    this.#server.forget();
    this.#storeWriter.distrust();
    void this.refresh();
  };

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#step = new AbortController();
      const step = AbortSignal.any([signal, this.#step.signal]);
      await (this.#resourceVersion === undefined ? this.#list(step) : this.#watch(step, this.#resourceVersion));
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { resource, observer } = this.#options;
    try {
      const count = await this.#listAll(signal);
      if (this.#lists > 0) observer.relisted({ resource, count });
      this.#lists += 1;
      this.#damage = 0;
      this.#synced.resolve();
    } catch (error) {
      if (signal.aborted) return;
      observer.listFailed({ resource, error });
      this.#damage += damageOf(error);
      await this.#wait(error, signal);
    }
  }

  async #listAll(signal: AbortSignal): Promise<number> {
    const asJson = this.#damage >= DAMAGED;
    const { objects, resourceVersion } = await this.#intake.list({ asJson, signal });
    signal.throwIfAborted();
    if (await this.#server.wentBack(objects, resourceVersion)) {
      this.#storeWriter.distrust();
      // Those who wait for `synced` from now on must wait for this list, not take the old content for it.
      this.#expectList();
      this.#options.rollbacks?.seen(this.#resync);
    }
    const steps = this.#storeWriter.replacing(objects, resourceVersion);
    await forEachYielding(steps, yieldAfter.storeSteps, () => undefined);
    // refresh() may have been called in between.
    signal.throwIfAborted();
    this.#received(resourceVersion);
    return objects.length;
  }

  #received(resourceVersion: string): void {
    this.#resourceVersion = resourceVersion;
    this.#server.received(resourceVersion);
  }

  async #watch(signal: AbortSignal, resourceVersion: string): Promise<void> {
    const { idleTimeoutMs = 60_000 } = this.#options;
    const startMs = this.#clock.monotonicMs();
    const onOpen = () => void this.#compare(resourceVersion, signal);
    const request = { ...this.#options, resourceVersion, idleTimeoutMs, jitter: this.#random(), signal, onOpen };
    try {
      for await (const event of watch(this.#caller, request)) {
        if (signal.aborted) return;
        await this.#follow(event, signal);
        this.#setbacks.heard();
      }
      if (this.#clock.monotonicMs() - startMs >= SHORTEST_WATCH_MS) this.#setbacks.heard();
      else if (this.#resourceVersion === resourceVersion) throw new Error('the watch ended at once');
    } catch (error) {
      if (!signal.aborted) await this.#watchFailed(error, signal);
    }
  }

  async #follow(event: WatchEvent, signal: AbortSignal): Promise<void> {
    if (isNewer(this.#server.latest, event.resourceVersion)) {
      this.#resourceVersion = undefined;
      throw new Error(`received version ${event.resourceVersion} after ${this.#server.latest}`);
    }
    this.#received(event.resourceVersion);
    await this.#intake.apply(event, signal);
  }

  async #compare(resourceVersion: string, signal: AbortSignal): Promise<void> {
    if (!this.#server.isInDoubt) return;
    const wentBack = await this.#server.isBefore(resourceVersion, signal);
    if (wentBack && !signal.aborted) void this.refresh();
  }

  async #watchFailed(error: unknown, signal: AbortSignal): Promise<void> {
    const { resource, observer } = this.#options;
    const reason = restartReason(error);
    observer.watchRestarted({ resource, reason, error });
    if (reason !== 'idle') this.#server.failed();
    if (this.#setbacks.mustRelist(reason)) this.#resourceVersion = undefined;
    await this.#wait(error, signal);
  }

  async #wait(error: unknown, signal: AbortSignal): Promise<void> {
    await sleep(this.#clock, this.#setbacks.pauseMs(error), signal);
  }
}
