// What time is it? By the clock on the wall, which may jump, and by one that never does.
export interface Now {
  /** Milliseconds since the epoch. */
  readonly wallMs: number;
  /** Milliseconds since some fixed moment of this process. */
  readonly monotonicMs: number;
}
