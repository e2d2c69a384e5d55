// Limits the Events of each object, as client-go's correlator does: 25 at once and then one in 300 s. From the tenth of
// the same type, reason and action on, each within 600 s of the one before, they are combined, too.
import type { Clock } from '../timing/clock.ts';
import { TokenBucket } from '../timing/tokenBucket.ts';
import type { EventToRecord, Occurrence } from './eventObject.ts';

const BURST = 25;
const REFILL_SECONDS = 300;
const SIMILAR = 10;
const SIMILAR_WITHIN_MS = 600_000;

/** An aggregate is emitted after this time, or when no Event was added for the quiet time. */
const MAX_AGGREGATION_MS = 300_000;
const QUIET_MS = 60_000;

/** As in client-go; above it the least recently used object is forgotten. */
const MAX_OBJECTS = 4096;

interface Aggregate {
  latest: EventToRecord;
  count: number;
  readonly first: Moment;
  last: Moment;
  cancelTimer: () => void;
}

interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

interface ObjectRecord {
  readonly bucket: TokenBucket;
  /** By type, reason and action: the number without a pause of 600 s, and when the last came, in monotonic ms. */
  readonly kinds: Map<string, { count: number; lastMs: number }>;
  aggregate: Aggregate | undefined;
}

export interface EventCorrelatorOptions {
  readonly clock: Clock;
  /** Called with the latest Event of an aggregate. */
  readonly emit: (event: EventToRecord, occurrence: Occurrence) => void;
}

/**
 * Guarantees:
 * - Every Event is sent or counted: those above a limit are combined into one with the latest note, their number and
 *   the times of the first and the last.
 * - An aggregate is emitted after 60 s without a new Event or 300 s in all, and not before the object has a token.
 * - Memory is bounded: 4096 objects, and one aggregate for each.
 * Caveats:
 * - The limits are per object UID and process; they start again after a restart and after `forget`.
 * - An aggregate may combine Events of different reasons; only the latest of them is shown.
 * - `stop` discards the aggregates that were not emitted.
 */
export class EventCorrelator {
  readonly #options: EventCorrelatorOptions;
  readonly #objects = new Map<string, ObjectRecord>();

  constructor(options: EventCorrelatorOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** Whether the Event may be sent now. If not, it is added to the aggregate of its object. */
  mayEmit(event: EventToRecord): boolean {
    const object = this.#recordOf(event);
    const isSeries = this.#countSimilar(object, event) >= SIMILAR;
    if (object.aggregate === undefined && !isSeries && object.bucket.take()) return true;
    this.#addToAggregate(object, event);
    return false;
  }

  /** The object with this UID is gone: emits its aggregate and drops its record. */
  forget(uid: string): void {
    const object = this.#objects.get(uid);
    if (object === undefined) return;
    this.#emitAggregate(object);
    this.#objects.delete(uid);
  }

  /** Discards all aggregates and their timers. */
  stop(): void {
    for (const { aggregate } of this.#objects.values()) aggregate?.cancelTimer();
    this.#objects.clear();
  }

  #recordOf({ regarding: { uid } }: EventToRecord): ObjectRecord {
    const { clock } = this.#options;
    const perSecond = 1 / REFILL_SECONDS;
    const known = this.#objects.get(uid);
    const object = known ?? {
      bucket: new TokenBucket({ perSecond, burst: BURST, clock }),
      kinds: new Map(),
      aggregate: undefined,
    };
    // Ordered by last use: the first entry is the oldest.
    this.#objects.delete(uid);
    this.#objects.set(uid, object);
    if (this.#objects.size > MAX_OBJECTS) this.#forgetOldest();
    return object;
  }

  #forgetOldest(): void {
    const [oldest] = this.#objects.keys();
    if (oldest !== undefined) this.forget(oldest);
  }

  #countSimilar({ kinds }: ObjectRecord, { type, reason, action }: EventToRecord): number {
    const nowMs = this.#options.clock.monotonicMs();
    const name = `${type}/${reason}/${action}`;
    const known = kinds.get(name);
    const isFresh = known === undefined || nowMs - known.lastMs > SIMILAR_WITHIN_MS;
    const count = isFresh ? 1 : known.count + 1;
    kinds.set(name, { count, lastMs: nowMs });
    return count;
  }

  #addToAggregate(object: ObjectRecord, event: EventToRecord): void {
    const { clock } = this.#options;
    const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
    const { aggregate } = object;
    if (aggregate === undefined) {
      object.aggregate = { latest: event, count: 1, first: now, last: now, cancelTimer: () => undefined };
      this.#arm(object, object.aggregate);
      return;
    }
    if (aggregate.latest.name !== event.name) aggregate.count += 1;
    aggregate.latest = event;
    aggregate.last = now;
  }

  /** One timer per aggregate: it re-arms itself, so that adding an Event stays cheap. */
  #arm(object: ObjectRecord, aggregate: Aggregate): void {
    const { clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const quietMs = aggregate.last.monotonicMs + QUIET_MS - nowMs;
    const longestMs = aggregate.first.monotonicMs + MAX_AGGREGATION_MS - nowMs;
    const waitMs = Math.max(Math.min(quietMs, longestMs), object.bucket.waitMs());
    if (waitMs > 0) aggregate.cancelTimer = clock.setTimer(waitMs, () => this.#arm(object, aggregate));
    else this.#emitAggregate(object);
  }

  #emitAggregate(object: ObjectRecord): void {
    const { aggregate } = object;
    if (aggregate === undefined) return;
    aggregate.cancelTimer();
    object.aggregate = undefined;
    object.bucket.take();
    const { latest, count, first, last } = aggregate;
    this.#options.emit(latest, { count, firstMs: first.wallMs, lastMs: last.wallMs });
  }
}
