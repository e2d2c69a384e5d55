// How are people told what happened to an object?
// Nobody has to wait, and recording never throws. Names are the caller's and deterministic, so that telling
// the same again, after a crash too, changes nothing. What the API does not take for now is tried again a few times;
// of an object about which there is too much to tell, Events are gathered.
import type { ApiClient } from './apiClient.ts';
import { ApiError, isAlreadyExists, retryAfterMs } from './apiError.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { EventDigest } from './eventDigest.ts';
import { eventResource, toEventObject } from './eventObject.ts';
import type { EventObject, EventSource, EventToRecord, Occurrence } from './eventObject.ts';
import { pause } from './pause.ts';

export interface EventRecorderOptions extends EventSource {
  readonly client: Pick<ApiClient, 'create'>;
  readonly clock: Clock;
  /** An Event was given up. */
  readonly onError: (error: unknown) => void;
  readonly random?: () => number;
}

interface Pending {
  readonly event: EventObject;
  readonly done: PromiseWithResolvers<void>;
}

/** More than this waiting means that nobody takes them: newer ones are dropped. */
const MOST_PENDING = 1000;

const TRIES = 8;
const retry = { baseMs: 500, ceilingMs: 30_000 };

export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #digest: EventDigest;
  readonly #pending = new Map<string, Pending>();
  readonly #stopping = new AbortController();
  #sending: Promise<void> | undefined;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    const { clock } = options;
    this.#digest = new EventDigest({ clock, tell: (...gathered) => void this.#enqueue(...gathered) });
  }

  /** Of so many objects it is known how much was told. */
  get size(): number {
    return this.#digest.size;
  }

  /** Resolves when the Event is told or given up, or will be told later together with others. */
  async record(event: EventToRecord): Promise<void> {
    const known = this.#pending.get(keyOf(event));
    if (known !== undefined) return known.done.promise;
    if (this.#stopping.signal.aborted || !this.#digest.mayTell(event)) return undefined;
    const nowMs = this.#options.clock.wallMs();
    return this.#enqueue(event, { count: 1, firstMs: nowMs, lastMs: nowMs });
  }

  /** The object with this UID is gone. */
  forget(uid: string): void {
    this.#digest.forget(uid);
  }

  /** Sends nothing more; resolves when the Event under way has been answered. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#digest.stop();
    await this.#sending;
  }

  async #enqueue(event: EventToRecord, occurrence: Occurrence): Promise<void> {
    const key = keyOf(event);
    if (this.#pending.size >= MOST_PENDING) {
      this.#options.onError(new Error(`Cannot record Event ${key}: ${MOST_PENDING} others are waiting`));
      return undefined;
    }
    const done = Promise.withResolvers<void>();
    this.#pending.set(key, { event: toEventObject(event, occurrence, this.#options), done });
    this.#sending ??= this.#sendAll();
    return done.promise;
  }

  async #sendAll(): Promise<void> {
    for (const [key, { event, done }] of this.#pending) {
      if (!this.#stopping.signal.aborted) await this.#send(event);
      this.#pending.delete(key);
      done.resolve();
    }
    this.#sending = undefined;
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
      await pause(clock, Math.max(retryAfterMs(error) ?? 0, backoffMs(retry, failures, random)), signal);
      if (signal.aborted) return;
    }
  }
}

function keyOf({ name, regarding }: EventToRecord): string {
  return `${regarding.namespace}/${name}`;
}

function asError(error: unknown): unknown {
  return error ?? new Error('rejected without a reason');
}

/** No answer, too many requests, or a server in trouble. */
function isTransient(error: unknown): boolean {
  return error instanceof ApiError && (error.code === undefined || error.code === 429 || error.code >= 500);
}
