// Records Events about objects in the background, with retries, in order of arrival in each namespace.
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
  /** An Event was dropped: with an ApiError, or with an Error because too many wait. */
  readonly onError: (error: unknown) => void;
  readonly random?: () => number;
}

const MAX_ATTEMPTS = 8;
const retry = { baseMs: 500, ceilingMs: 30_000 };

/**
 * Guarantees:
 * - `record` never rejects and never blocks a reconcile; its promise may be ignored.
 * - Names come from the caller and are deterministic, so recording an Event again, also after a crash, changes nothing.
 * - A namespace whose Events fail delays only its own Events.
 * - Nothing is sent after `stop` has resolved.
 * Caveats:
 * - Best effort: an Event is dropped after 8 failed attempts, on an error that a retry cannot cure, or when more than
 *   1000 wait; `onError` reports it.
 * - Events above the limits of the correlator are combined and come up to 300 s late, or later without a token.
 * - `stop` discards all Events that wait.
 */
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
    this.#correlator = new EventCorrelator({ clock, emit: (...aggregate) => void this.#enqueue(...aggregate) });
  }

  /** The number of objects with correlator state. */
  get size(): number {
    return this.#correlator.size;
  }

  /** Resolves when the Event was sent or dropped, or added to an aggregate that is sent later. */
  async record(event: EventToRecord): Promise<void> {
    const known = this.#backlog.find(placeOf(event));
    if (known !== undefined) return known.done.promise;
    if (this.#stopping.signal.aborted || !this.#correlator.mayEmit(event)) return undefined;
    const nowMs = this.#options.clock.wallMs();
    return this.#enqueue(event, { count: 1, firstMs: nowMs, lastMs: nowMs });
  }

  /** The object with this UID is gone: sends its aggregate and drops its state. */
  forget(uid: string): void {
    this.#correlator.forget(uid);
  }

  /** Sends nothing more; resolves when the requests in flight have ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#correlator.stop();
    await Promise.all(this.#sending.values());
  }

  async #enqueue(event: EventToRecord, occurrence: Occurrence): Promise<void> {
    const place = placeOf(event);
    const done = Promise.withResolvers<void>();
    const dropped = this.#backlog.add({ ...place, event: toEventObject(event, occurrence, this.#options), done });
    if (dropped !== undefined) this.#drop(dropped);
    const { namespace } = place;
    if (!this.#sending.has(namespace)) this.#sending.set(namespace, this.#sendAll(namespace));
    return done.promise;
  }

  #drop({ namespace, name, done }: Pending): void {
    const message = `Cannot record Event ${namespace}/${name}: ${this.#backlog.size} other Events are waiting`;
    this.#options.onError(new Error(message));
    done.resolve();
  }

  /** One at a time in each namespace; the throttle shares the API between namespaces. */
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
      if (!isTransient(error) || failures >= MAX_ATTEMPTS) {
        onError(error);
        return;
      }
      await sleep(clock, Math.max(retryAfterMs(error) ?? 0, backoffMs(retry, failures, random)), signal);
      if (signal.aborted) return;
    }
  }
}

function placeOf({ name, regarding: { namespace } }: EventToRecord): Pick<Pending, 'name' | 'namespace'> {
  return { namespace, name };
}

function asError(error: unknown): unknown {
  return error ?? new Error('rejected without a reason');
}

/** No response, too many requests, or a server error. */
function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.code === undefined || error.code === 429 || error.code >= 500);
}
