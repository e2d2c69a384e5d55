// How long does a pass over one object take, and how does it end?
import type { Clock } from '../kube/clock.ts';
import type { WorkResult } from '../kube/workQueue.ts';
import type { ElectionObserver } from './electionObserver.ts';

export interface PassObserver {
  readonly clock: Clock;
  readonly electionObserver: Pick<ElectionObserver, 'reconciled'>;
}

export async function timedPass(
  key: string,
  { clock, electionObserver }: PassObserver,
  pass: () => Promise<WorkResult>,
): Promise<WorkResult> {
  const startMs = clock.monotonicMs();
  const tell = (outcome: 'success' | 'error') =>
    electionObserver.reconciled({ key, seconds: (clock.monotonicMs() - startMs) / 1000, outcome });
  try {
    const result = await pass();
    tell(result.failure === undefined ? 'success' : 'error');
    return result;
  } catch (error) {
    tell('error');
    throw error;
  }
}
