// How are people told what happened to an object?
// Nobody has to wait, and recording never throws. Names are the caller's and deterministic, so that telling
// the same again, after a crash too, changes nothing. What the API does not take for now is tried again a few times,
// which delays only the namespace's own; of an object about which there is too much to tell, Events are gathered.
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError, isAlreadyExists, retryAfterMs } from '../api/apiError.ts';
import { backoffMs } from '../timing/backoff.ts';
import type { Clock } from '../timing/clock.ts';
import { sleep } from '../timing/sleep.ts';
import { EventBacklog, type Pending } from './eventBacklog.ts';
import { EventCorrelator } from './eventCorrelator.ts';
import {
  eventResource,
  toEventObject,
  type EventObject,
  type EventSource,
  type EventToRecord,
  type Occurrence,
} from './eventObject.ts';

export interface EventRecorderOptions extends EventSource {
  readonly client: Pick<ApiClient, 'create'>;
  readonly clock: Clock;
  /** An Event was given up. */
  readonly onError: (error: unknown) => void;
  readonly random?: () => number;
}

const TRIES = 8;
const retry = { baseMs: 500, ceilingMs: 30_000 };

export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #correlator: EventCorrelator;
  readonly #backlog = new EventBacklog();
  readonly #stopping = new AbortController();
  /** By namespace. */
  readonly #sending = new Map<string, Promise<void>>();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    const { clock } = options;
    this.#correlator = new EventCorrelator({ clock, tell: (...gathered) => void this.#enqueue(...gathered) });
  }

  /** Of so many objects it is known how much was told. */
  get size(): number {
    return this.#correlator.size;
  }

  /** Resolves when the Event is told or given up, or will be told later together with others. */
  async record(event: EventToRecord): Promise<void> {
    const known = this.#backlog.find(toPlace(event));
    if (known !== undefined) return known.done.promise;
    if (this.#stopping.signal.aborted || !this.#correlator.mayTell(event)) return undefined;
    const nowMs = this.#options.clock.wallMs();
    return this.#enqueue(event, { count: 1, firstMs: nowMs, lastMs: nowMs });
  }

  /** The object with this UID is gone. */
  forget(uid: string): void {
    this.#correlator.forget(uid);
  }

  /** Sends nothing more; resolves when the Event under way has been answered. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#correlator.stop();
    await Promise.all(this.#sending.values());
  }

  async #enqueue(event: EventToRecord, occurrence: Occurrence): Promise<void> {
    const place = toPlace(event);
    const done = Promise.withResolvers<void>();
    const dropped = this.#backlog.add({ ...place, event: toEventObject(event, occurrence, this.#options), done });
    if (dropped !== undefined) this.#drop(dropped);
    const { namespace } = place;
    if (!this.#sending.has(namespace)) this.#sending.set(namespace, this.#sendAll(namespace));
    return done.promise;
  }

  #drop({ namespace, name, done }: Pending): void {
    const message = `Cannot record Event ${namespace}/${name}: ${this.#backlog.size} others are waiting`;
    this.#options.onError(new Error(message));
    done.resolve();
  }

  /** One after the other; how namespaces share the API is the throttle's part. */
  async #sendAll(namespace: string): Promise<void> {
    for (let next = this.#backlog.first(namespace); next !== undefined; next = this.#backlog.first(namespace)) {
      if (!this.#stopping.signal.aborted) await this.#send(next.event);
      this.#backlog.delete(next);
      next.done.resolve();
    }
    this.#sending.delete(namespace);
  }

  async #send(event: EventObject): Promise<void> {
    const { client, clock, random = Math.random, onError } = this.#options;
    const { signal } = this.#stopping;
    for (let failures = 1; ; failures++) {
      const error = await client.create(eventResource, event).then(() => undefined, asError);
      if (error === undefined || isAlreadyExists(error)) return;
      if (!isTransient(error) || failures >= TRIES) {
        onError(error);
        return;
      }
      await sleep(clock, Math.max(retryAfterMs(error) ?? 0, backoffMs(retry, failures, random)), signal);
      if (signal.aborted) return;
    }
  }
}

function toPlace({ name, regarding: { namespace } }: EventToRecord): Pick<Pending, 'name' | 'namespace'> {
  return { namespace, name };
}

function asError(error: unknown): unknown {
  return error ?? new Error('rejected without a reason');
}

/** No answer, too many requests, or a server in trouble. */
function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.code === undefined || error.code === 429 || error.code >= 500);
}
