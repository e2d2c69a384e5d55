// Polls /metrics until it shows the expected values.
import { setTimeout as delay } from 'node:timers/promises';
import type { OperatorProcess } from '../cluster/operatorProcess.ts';
import { seriesIn, type Series } from './exposition.ts';

const usualDeadlineMs = 10_000;
const pollMs = 20;

/** Polls until `fits` does not throw; after the deadline its error shows the last values. */
export async function untilScraped(
  operator: OperatorProcess,
  fits: (series: readonly Series[]) => void,
  deadlineMs = usualDeadlineMs,
): Promise<readonly Series[]> {
  const giveUpMs = performance.now() + deadlineMs;
  for (;;) {
    const series = seriesIn(await operator.metrics());
    try {
      fits(series);
      return series;
    } catch (error) {
      if (performance.now() > giveUpMs) throw error;
    }
    await delay(pollMs);
  }
}
