// How many Events may be told of one object?
// As in client-go: 25 at once and then one in 300 s, and of those that say the same kind of thing ten in 600 s are one.
// What is too much is not dropped: it is gathered, and told as one Event with the words of the last.
import type { Clock } from '../timing/clock.ts';
import { TokenBucket } from '../timing/tokenBucket.ts';
import type { EventToRecord, Occurrence } from './eventObject.ts';

const BURST = 25;
const REFILL_SECONDS = 300;
const SIMILAR = 10;
const SIMILAR_WITHIN_MS = 600_000;

/** What was gathered is told after this time, or when nothing has come for the second: no Event stays the last for long. */
const LONGEST_GATHERING_MS = 300_000;
const QUIET_MS = 60_000;

/** As in client-go; of more objects the least recent are forgotten. */
const MOST_SUBJECTS = 4096;

interface Gathered {
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

interface Subject {
  readonly bucket: TokenBucket;
  /** How many of each kind have come without a long pause, and when the last did. */
  readonly kinds: Map<string, { count: number; lastMs: number }>;
  gathered: Gathered | undefined;
}

export interface EventCorrelatorOptions {
  readonly clock: Clock;
  /** Tells what was gathered. */
  readonly tell: (event: EventToRecord, occurrence: Occurrence) => void;
}

export class EventCorrelator {
  readonly #options: EventCorrelatorOptions;
  readonly #subjects = new Map<string, Subject>();

  constructor(options: EventCorrelatorOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subjects.size;
  }

  /** Whether the Event may be told now. If not it is gathered, and told later. */
  mayTell(event: EventToRecord): boolean {
    const subject = this.#subjectOf(event);
    const isSeries = this.#countSimilar(subject, event) >= SIMILAR;
    if (subject.gathered === undefined && !isSeries && subject.bucket.take()) return true;
    this.#gather(subject, event);
    return false;
  }

  /** The object is gone: what was gathered of it is told, and nothing is kept. */
  forget(uid: string): void {
    const subject = this.#subjects.get(uid);
    if (subject === undefined) return;
    this.#tellGathered(subject);
    this.#subjects.delete(uid);
  }

  /** Forgets what was gathered. */
  stop(): void {
    for (const { gathered } of this.#subjects.values()) gathered?.cancelTimer();
    this.#subjects.clear();
  }

  #subjectOf({ regarding: { uid } }: EventToRecord): Subject {
    const { clock } = this.#options;
    const perSecond = 1 / REFILL_SECONDS;
    const known = this.#subjects.get(uid);
    const subject = known ?? {
      bucket: new TokenBucket({ perSecond, burst: BURST, clock }),
      kinds: new Map(),
      gathered: undefined,
    };
    // Last in the map is the most recent.
    this.#subjects.delete(uid);
    this.#subjects.set(uid, subject);
    if (this.#subjects.size > MOST_SUBJECTS) this.#forgetOldest();
    return subject;
  }

  #forgetOldest(): void {
    const [oldest] = this.#subjects.keys();
    if (oldest !== undefined) this.forget(oldest);
  }

  #countSimilar({ kinds }: Subject, { type, reason, action }: EventToRecord): number {
    const nowMs = this.#options.clock.monotonicMs();
    const name = `${type}/${reason}/${action}`;
    const known = kinds.get(name);
    const isFresh = known === undefined || nowMs - known.lastMs > SIMILAR_WITHIN_MS;
    const count = isFresh ? 1 : known.count + 1;
    kinds.set(name, { count, lastMs: nowMs });
    return count;
  }

  #gather(subject: Subject, event: EventToRecord): void {
    const { clock } = this.#options;
    const now = { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
    const { gathered } = subject;
    if (gathered === undefined) {
      subject.gathered = { latest: event, count: 1, first: now, last: now, cancelTimer: () => undefined };
      this.#arm(subject, subject.gathered);
      return;
    }
    if (gathered.latest.name !== event.name) gathered.count += 1;
    gathered.latest = event;
    gathered.last = now;
  }

  /** Cheap for who comes often: the timer finds out by itself that it has to wait on. */
  #arm(subject: Subject, gathered: Gathered): void {
    const { clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const quietMs = gathered.last.monotonicMs + QUIET_MS - nowMs;
    const longestMs = gathered.first.monotonicMs + LONGEST_GATHERING_MS - nowMs;
    const waitMs = Math.max(Math.min(quietMs, longestMs), subject.bucket.waitMs());
    if (waitMs > 0) gathered.cancelTimer = clock.setTimer(waitMs, () => this.#arm(subject, gathered));
    else this.#tellGathered(subject);
  }

  #tellGathered(subject: Subject): void {
    const { gathered } = subject;
    if (gathered === undefined) return;
    gathered.cancelTimer();
    subject.gathered = undefined;
    subject.bucket.take();
    const { latest, count, first, last } = gathered;
    this.#options.tell(latest, { count, firstMs: first.wallMs, lastMs: last.wallMs });
  }
}
