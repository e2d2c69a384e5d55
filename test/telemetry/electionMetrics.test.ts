import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { ElectionMetrics } from '../../src/telemetry/electionMetrics.ts';

test('histograms carry cause, phase or outcome, and never a name', async () => {
  const registry = new Registry();
  new ElectionMetrics(registry).transitioned('PodNotReady', { noticedToDecided: 0.001, decidedToPublished: 0.004 });
  const sums = (await registry.metrics()).split('\n').filter((line) => line.includes('_sum'));
  expect(sums).toEqual(
    expect.arrayContaining([
      'activestandby_failover_duration_seconds_sum{cause="PodNotReady"} 0.005',
      'activestandby_failover_phase_seconds_sum{phase="decided_to_published"} 0.004',
    ]),
  );
});
