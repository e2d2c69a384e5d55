import { beforeEach, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { makeMetrics, type Metrics } from '../../src/telemetry/metrics.ts';

const orders = { namespace: 'shop', name: 'orders' };
const idle = { active: 1, eligible: 2, settling: 0, ineligible: 0 };

let registry: Registry;
let metrics: Metrics;

beforeEach(() => {
  registry = new Registry();
  metrics = makeMetrics(registry);
});

const seriesOf = async (label: string): Promise<readonly string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.includes(label));

describe('the metrics of one object', () => {
  test('tell term, active and candidates', async () => {
    metrics.subjects.stateSeen(orders, { term: 7, hasActive: true, candidates: idle });
    expect(await seriesOf('name="orders"')).toEqual(
      expect.arrayContaining([
        'activestandby_term{namespace="shop",name="orders"} 7',
        'activestandby_has_active{namespace="shop",name="orders"} 1',
        'activestandby_candidates{namespace="shop",name="orders",state="eligible"} 2',
      ]),
    );
  });

  test('all go with it, and another object’s stay', async () => {
    for (const name of ['orders', 'bills']) {
      metrics.subjects.stateSeen({ namespace: 'shop', name }, { term: 1, hasActive: true, candidates: idle });
      metrics.subjects.transitioned({ namespace: 'shop', name }, 'PodNotReady', 0.01);
    }
    metrics.subjects.forget(orders);
    expect(await seriesOf('name="orders"')).toEqual([]);
    expect(await seriesOf('name="bills"')).toHaveLength(8);
  });
});

describe('histograms', () => {
  test('carry cause, phase or outcome, and never a name', async () => {
    metrics.elections.transitioned('PodNotReady', { noticedToDecided: 0.001, decidedToPublished: 0.004 });
    const sums = await seriesOf('_sum');
    expect(sums).toEqual(
      expect.arrayContaining([
        'activestandby_failover_duration_seconds_sum{cause="PodNotReady"} 0.005',
        'activestandby_failover_phase_seconds_sum{phase="decided_to_published"} 0.004',
      ]),
    );
  });
});
