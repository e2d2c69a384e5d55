// What a work queue needs: the work, its concurrency, and how failures are retried.
import type { QueueObserver } from '../observer.ts';
import type { BackoffOptions } from '../timing/backoff.ts';
import type { Clock } from '../timing/clock.ts';
import type { RisingPriority } from './risingPriority.ts';
import type { WorkResult } from './workQueue.ts';

export interface WorkQueueOptions {
  /** The number of concurrent runs; places.ts shares them among namespaces. */
  readonly concurrency: number;
  /**
   * The signal is aborted when the queue stops: finish early, but leave nothing half done. The priority rises when the
   * key is added as urgent during the run.
   */
  readonly work: (key: string, signal: AbortSignal, priority: RisingPriority) => Promise<WorkResult>;
  readonly onError: (key: string, error: unknown) => void;
  readonly clock: Clock;
  readonly observer: QueueObserver;
  /** Called when a key becomes urgent and `Pressing`; the returned function, when its run has ended. */
  readonly expectUrgent?: () => () => void;
  readonly random?: () => number;
  readonly backoff?: BackoffOptions;
  /** The least time to wait, as the server's Retry-After says. */
  readonly retryAfterMs?: (error: unknown) => number | undefined;
}
