// While an urgent call waits or is under way no background call starts: status writes and Events would take the API server
// and the processor from a failover. In a long storm they get a share after a second, so that the status does not fall silent.
import type { Clock } from '../timing/clock.ts';

/** How long background calls wait at most. An urgent call that takes longer hangs, and holds nothing back any more. */
const HOLD_MS = 1000;

/** Of the places, for background calls during a storm. */
const STORM_PART = 1 / 8;

export class UrgentHold {
  readonly #clock: Clock;
  readonly #places: number;
  #underWay = 0;
  /** When the urgent calls began that follow each other without a gap. */
  #sinceMs = -Infinity;
  #lastStartMs = -Infinity;

  constructor(places: number, clock: Clock) {
    this.#places = places;
    this.#clock = clock;
  }

  started(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#restMs(nowMs) === 0) this.#sinceMs = nowMs;
    this.#underWay += 1;
    this.#lastStartMs = nowMs;
  }

  ended(): void {
    this.#underWay -= 1;
  }

  /** How many background calls may be under way as far as urgent ones are concerned. */
  get backgroundPlaces(): number {
    const nowMs = this.#clock.monotonicMs();
    if (this.#restMs(nowMs) === 0) return this.#places;
    return this.#heldMs(nowMs) > 0 ? 0 : Math.max(1, Math.floor(this.#places * STORM_PART));
  }

  /** In how many milliseconds more background calls may start, though nothing ends; 0 when time does not change that. */
  get waitMs(): number {
    const nowMs = this.#clock.monotonicMs();
    const restMs = this.#restMs(nowMs);
    const heldMs = this.#heldMs(nowMs);
    return heldMs > 0 ? Math.min(restMs, heldMs) : restMs;
  }

  /** For how long urgent calls still hold others back. */
  #restMs(nowMs: number): number {
    return this.#underWay === 0 ? 0 : Math.max(0, this.#lastStartMs + HOLD_MS - nowMs);
  }

  #heldMs(nowMs: number): number {
    return Math.max(0, this.#sinceMs + HOLD_MS - nowMs);
  }
}
