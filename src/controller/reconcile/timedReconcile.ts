// Reports the duration and the result of each reconcile.
import type { WorkResult } from '../../kube/queue/workQueue.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { ElectionObserver } from './electionObserver.ts';

export interface ReconcileObserver {
  readonly clock: Clock;
  readonly electionObserver: Pick<ElectionObserver, 'reconciled'>;
}

export async function timedReconcile(
  key: string,
  { clock, electionObserver }: ReconcileObserver,
  reconcile: () => Promise<WorkResult>,
): Promise<WorkResult> {
  const startMs = clock.monotonicMs();
  const report = (outcome: 'success' | 'error') =>
    electionObserver.reconciled({ key, seconds: (clock.monotonicMs() - startMs) / 1000, outcome });
  try {
    const result = await reconcile();
    report(result.failure === undefined ? 'success' : 'error');
    return result;
  } catch (error) {
    report('error');
    throw error;
  }
}
