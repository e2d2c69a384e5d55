// Options, cluster state and constructors of the parts of a leader session.
import { MANAGER } from '../api/names.ts';
import type { PodView } from '../election/podView.ts';
import type { ApiClient } from '../kube/api/apiClient.ts';
import { retryAfterMs } from '../kube/api/apiError.ts';
import type { Change } from '../kube/cache/change.ts';
import type { Connection } from '../kube/connect.ts';
import { EventRecorder } from '../kube/events/events.ts';
import type { QueueObserver } from '../kube/observer.ts';
import { WorkQueue } from '../kube/queue/workQueue.ts';
import type { WorkQueueOptions } from '../kube/queue/workQueueOptions.ts';
import type { Clock } from '../kube/timing/clock.ts';
import type { ContestedWrites } from './apply/contestedWrites.ts';
import type { Caches } from './cache/caches.ts';
import type { NodeMonitor } from './nodes/nodeMonitor.ts';
import type { ElectionObserver } from './reconcile/electionObserver.ts';
import type { LostLedgers } from './reconcile/lostLedgers.ts';
import { PrunedFields } from './reconcile/prunedFields.ts';
import { StatusContest } from './reconcile/statusContest.ts';

export type Task = 'reconcile' | 'status' | 'spare';

export interface LeaderSessionOptions {
  readonly connection: Pick<Connection, 'under' | 'expectUrgent'>;
  readonly clock: Clock;
  readonly queueObserver: (task: Task) => QueueObserver;
  readonly electionObserver: ElectionObserver;
  /** How many objects are reconciled at the same time; as many statuses may be written besides. */
  readonly concurrency: number;
  /** Names this process in Events. */
  readonly instance: string;
}

/** What is known of the cluster; it outlives leader sessions. */
export interface ClusterState {
  readonly caches: Caches;
  readonly nodeMonitor: NodeMonitor;
  /** Takes changes of pods that do not come from the watch. */
  readonly podChanged: (change: Change<PodView>) => void;
  readonly lostLedgers: LostLedgers;
}

export function makeContest(
  repairs: ContestedWrites,
  { clock, electionObserver }: LeaderSessionOptions,
): StatusContest {
  const pruned = new PrunedFields((paths) => electionObserver.fieldsPruned(paths));
  return new StatusContest({ repairs, pruned, nowMs: () => clock.monotonicMs() });
}

export function makeEvents(
  client: ApiClient,
  { clock, instance, electionObserver }: LeaderSessionOptions,
): EventRecorder {
  return new EventRecorder({
    client,
    reportingController: MANAGER,
    reportingInstance: instance,
    clock,
    onError: (error) => electionObserver.failed({ key: '', task: 'status', error }),
  });
}

export function makeQueue(task: Task, options: LeaderSessionOptions, work: WorkQueueOptions['work']): WorkQueue {
  const { concurrency, clock, queueObserver, electionObserver, connection } = options;
  const onError = (key: string, error: unknown) => electionObserver.failed({ key, task, error });
  const observer = queueObserver(task);
  const expectUrgent = () => connection.expectUrgent();
  return new WorkQueue({ concurrency, work, onError, clock, observer, expectUrgent, retryAfterMs });
}
