// The current time, by the wall clock, which may jump, and by the monotonic clock, which does not.
export interface Now {
  /** Milliseconds since the epoch. */
  readonly wallMs: number;
  /** Milliseconds since a fixed moment of this process. */
  readonly monotonicMs: number;
}
