// Holds background calls back while urgent work waits or is in flight: status writes and Events do not slow a failover
// down. After a second they get a share, so that the status is updated in a long storm, too.
import type { Priority } from '../observer.ts';
import type { Clock } from '../timing/clock.ts';

/** The longest hold, in ms. Urgent work that takes longer is regarded as hanging and holds nothing back. */
const HOLD_MS = 1000;

/** The part of the places for background calls during a storm. */
const STORM_PART = 1 / 8;

interface Start {
  readonly atMs: number;
  hasEnded: boolean;
}

export class UrgentHold {
  readonly #clock: Clock;
  readonly #places: number;
  /** Of the calls in flight. */
  readonly #background = new Set<Start>();
  /** Of the last second, oldest first; the last one has not ended. */
  readonly #urgent: Start[] = [];
  /** Start of the current series of urgent work without a gap, in monotonic ms. */
  #sinceMs = -Infinity;

  constructor(places: number, clock: Clock) {
    this.#places = places;
    this.#clock = clock;
  }

  /** Returns what to call when the call, or the urgent work, has ended. */
  started(priority: Priority): () => void {
    const start = { atMs: this.#clock.monotonicMs(), hasEnded: false };
    if (priority === 'urgent') return this.#urgentStarted(start);
    this.#background.add(start);
    return () => void this.#background.delete(start);
  }

  #urgentStarted(start: Start): () => void {
    if (this.#restMs(start.atMs) === 0) this.#sinceMs = start.atMs;
    while ((this.#urgent[0]?.atMs ?? Infinity) + HOLD_MS <= start.atMs) this.#urgent.shift();
    this.#urgent.push(start);
    return () => {
      start.hasEnded = true;
      while (this.#urgent.at(-1)?.hasEnded === true) this.#urgent.pop();
    };
  }

  /** The number of starts that are kept. */
  get size(): number {
    return this.#urgent.length + this.#background.size;
  }

  /** Background calls in flight without those that hang: one namespace could fill the share with them. */
  get recentBackground(): number {
    const nowMs = this.#clock.monotonicMs();
    return [...this.#background].filter(({ atMs }) => atMs + HOLD_MS > nowMs).length;
  }

  /** The number of background calls that the hold allows in flight. */
  get backgroundPlaces(): number {
    const nowMs = this.#clock.monotonicMs();
    if (this.#restMs(nowMs) === 0) return this.#places;
    return this.#heldMs(nowMs) > 0 ? 0 : Math.max(1, Math.floor(this.#places * STORM_PART));
  }

  /** After how many ms the hold allows more background calls; 0: not by time alone. */
  get waitMs(): number {
    const nowMs = this.#clock.monotonicMs();
    const restMs = this.#restMs(nowMs);
    const heldMs = this.#heldMs(nowMs);
    return heldMs > 0 ? Math.min(restMs, heldMs) : restMs;
  }

  /** The remaining time in which urgent work has any effect. */
  #restMs(nowMs: number): number {
    const lastMs = this.#urgent.at(-1)?.atMs ?? -Infinity;
    return Math.max(0, lastMs + HOLD_MS - nowMs);
  }

  #heldMs(nowMs: number): number {
    return Math.max(0, this.#sinceMs + HOLD_MS - nowMs);
  }
}
