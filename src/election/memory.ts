// All that an election keeps between two reconciles: monotonic anchors of running timers. It is input and
// output of the machine and survives a JSON round trip. Inside a process the anchor decides, so that a clock
// that jumps moves no deadline; after a restart anchors are made anew from the wall-clock times in the API.
import type { Cause } from '../api/causes.ts';

export interface SettlingAnchor {
  readonly readySinceMs: number;
  /** Monotonic time at which the pod had been, or will have been, ready for `minReady`. */
  readonly dueMonotonicMs: number;
  readonly minReadyMs: number;
}

export interface PendingFailover {
  /** The active pod that is tolerated for now. */
  readonly uid: string;
  readonly cause: Cause;
  readonly detectedMs: number;
  readonly delayMs: number;
  /** Monotonic time of the detection; of a made-up one when it was another process that detected it. */
  readonly anchorMonotonicMs: number;
}

export interface Memory {
  readonly settling: Readonly<Record<string, SettlingAnchor>>;
  readonly pending: PendingFailover | undefined;
}

export const freshMemory: Memory = { settling: {}, pending: undefined };
