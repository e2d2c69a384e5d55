// How does a store follow what the server has?
// Lists once, then watches on from there, for ever: a broken watch is resumed where it was, and only where the server
// has forgotten that moment everything is listed again. The store is complete from the moment `synced` resolves.
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
import { Setbacks } from './setbacks.ts';
import type { StoredObject } from './store.ts';
import { StoreWriter, type StoreWriterOptions } from './storeWriter.ts';
import { watch } from './watch.ts';
import type { WatchEvent } from './watchEvent.ts';
import { restartReason } from './watchRestart.ts';

export interface ReflectorOptions<T extends StoredObject> extends StoreWriterOptions<T>, IntakeOptions<T> {
  readonly transport: Transport;
  readonly observer: ApiObserver;
  /** A watch that is silent for so long is made anew. */
  readonly idleTimeoutMs?: number;
  /** Shared by all that follow the same server. */
  readonly rollbacks?: Rollbacks;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** A watch that ends sooner than this, with nothing told, has failed. */
const SHORTEST_WATCH_MS = 1000;

export class Reflector<T extends StoredObject> {
  readonly #options: ReflectorOptions<T>;
  readonly #storeWriter: StoreWriter<T>;
  readonly #intake: Intake<T>;
  readonly #caller: Caller;
  readonly #server: ServerVersion<T>;
  readonly #setbacks: Setbacks;
  readonly #clock: Clock;
  readonly #random: () => number;
  #synced = Promise.withResolvers<void>();
  #turn = new AbortController();
  /** From where to watch; undefined: list first. */
  #resourceVersion: string | undefined;
  #lists = 0;
  /** Of lists in protobuf, since the last that was complete. */
  #damage = 0;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: ReflectorOptions<T>) {
    const { transport, observer, clock = systemClock, random = Math.random } = options;
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
    this.#setbacks = new Setbacks(random);
    this.#storeWriter = new StoreWriter(options);
    this.#caller = { transport, observer, clock };
    this.#intake = new Intake(this.#caller, options, this.#storeWriter);
    this.#server = new ServerVersion(this.#caller, options);
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
    const stop = this.#options.rollbacks?.listen(this.#startAnew);
    if (stop !== undefined) signal.addEventListener('abort', stop, { once: true });
    this.#ended = this.#run(signal);
  }

  /** Lists everything by a read that begins after this call; resolves when that is in the store. */
  refresh(): Promise<void> {
    this.#expectList();
    this.#resourceVersion = undefined;
    this.#turn.abort();
    return this.#synced.promise;
  }

  #expectList(): void {
    const { resolve } = this.#synced;
    this.#synced = Promise.withResolvers();
    // Whoever has waited for an earlier list is content with this one.
    void this.#synced.promise.then(resolve);
  }

  readonly #startAnew = (): void => {
    this.#server.forget();
    this.#storeWriter.distrust();
    void this.refresh();
  };

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
      // Whoever starts anew now must not take what is still here for the list.
      this.#expectList();
      this.#options.rollbacks?.seen(this.#startAnew);
    }
    const steps = this.#storeWriter.replacing(objects, resourceVersion);
    await forEachYielding(steps, yieldAfter.storeSteps, () => undefined);
    // A refresh may have been asked for in between.
    signal.throwIfAborted();
    this.#tell(resourceVersion);
    return objects.length;
  }

  #tell(resourceVersion: string): void {
    this.#resourceVersion = resourceVersion;
    this.#server.tell(resourceVersion);
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
    const { latest } = this.#server;
    if (isNewer(latest, event.resourceVersion)) {
      // A list shows what that means.
      this.#resourceVersion = undefined;
      throw new Error(`version ${event.resourceVersion} was told after ${latest}`);
    }
    this.#tell(event.resourceVersion);
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
