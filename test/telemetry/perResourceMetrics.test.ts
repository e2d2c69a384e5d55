import { beforeEach, describe, expect, test } from '@jest/globals';
import { Counter, Gauge, Registry } from 'prom-client';
import { makeMetrics } from '../../src/telemetry/metrics.ts';
import { scrape } from '../../src/telemetry/scrape.ts';
import { perResourceFamilies, PerResourceMetrics } from '../../src/telemetry/perResourceMetrics.ts';

const orders = { namespace: 'shop', name: 'orders' };
const idle = { active: 1, eligible: 2, settling: 0, ineligible: 0 };

let perResource: PerResourceMetrics;

beforeEach(() => {
  perResource = new PerResourceMetrics();
});

const exposed = (): string => [...perResource.pieces()].join('');
const seriesOf = (label: string): readonly string[] =>
  exposed()
    .split('\n')
    .filter((line) => line.includes(label));

describe('the metrics of one object', () => {
  test('have term, active and candidates', () => {
    perResource.stateSeen(orders, { term: 7, hasActive: true, candidates: idle });
    expect(seriesOf('name="orders"')).toEqual(
      expect.arrayContaining([
        'activestandby_term{namespace="shop",name="orders"} 7',
        'activestandby_has_active{namespace="shop",name="orders"} 1',
        'activestandby_candidates{namespace="shop",name="orders",state="eligible"} 2',
      ]),
    );
  });

  test('count transitions by cause and keep the latest duration', () => {
    perResource.transitioned(orders, 'PodNotReady', 0.01);
    perResource.transitioned(orders, 'PodNotReady', 0.02);
    perResource.transitioned(orders, 'PodDeleted', undefined);
    expect(seriesOf('name="orders"')).toEqual([
      'activestandby_transitions_total{namespace="shop",name="orders",cause="PodNotReady"} 2',
      'activestandby_transitions_total{namespace="shop",name="orders",cause="PodDeleted"} 1',
      'activestandby_last_failover_seconds{namespace="shop",name="orders"} 0.02',
    ]);
  });

  test('are removed with it, and those of other objects stay', () => {
    for (const name of ['orders', 'bills']) {
      perResource.stateSeen({ namespace: 'shop', name }, { term: 1, hasActive: true, candidates: idle });
      perResource.transitioned({ namespace: 'shop', name }, 'PodNotReady', 0.01);
    }
    perResource.forget(orders);
    expect(seriesOf('name="orders"')).toEqual([]);
    expect(seriesOf('name="bills"')).toHaveLength(8);
  });
});

/** The same values in prom-client. */
async function byPromClient(values: Readonly<Record<string, readonly (readonly [object, number])[]>>) {
  const registry = new Registry();
  for (const { name, help, type, labelNames } of perResourceFamilies) {
    const configuration = { name, help, labelNames, registers: [registry] };
    const metric = type === 'counter' ? new Counter(configuration) : new Gauge(configuration);
    for (const [labels, value] of values[name] ?? []) metric.inc({ ...labels }, value);
  }
  return registry.metrics();
}

describe('the text for Prometheus', () => {
  test('is what prom-client writes, also with quotes and line ends in names', async () => {
    const odd = { namespace: 'a "b"\\c', name: 'line\nend' };
    for (const resource of [orders, odd]) {
      perResource.stateSeen(resource, { term: 3, hasActive: false, candidates: idle });
      perResource.transitioned(resource, 'PodDeleted', 0.005);
    }
    const both = (value: number, labels: object = {}) =>
      [orders, odd].map((of) => [{ ...of, ...labels }, value] as const);
    const candidates = [orders, odd].flatMap((of) =>
      Object.entries(idle).map(([state, n]) => [{ ...of, state }, n] as const),
    );
    const expected = await byPromClient({
      activestandby_transitions_total: both(1, { cause: 'PodDeleted' }),
      activestandby_term: both(3),
      activestandby_has_active: both(0),
      activestandby_last_failover_seconds: both(0.005),
      activestandby_candidates: candidates,
    });
    expect(exposed()).toBe(`\n${expected}`);
  });

  test('comes in pieces of at most a hundred objects', () => {
    for (let index = 0; index < 250; index++) {
      perResource.stateSeen(
        { namespace: 'shop', name: `orders-${index}` },
        { term: 1, hasActive: true, candidates: idle },
      );
    }
    const sizes = [...perResource.pieces()].map((piece) => piece.split('name=').length - 1);
    expect(Math.max(...sizes)).toBe(400);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(250 * 6);
  });

  test('has no metrics per object when they are switched off', async () => {
    const registry = new Registry();
    const metrics = makeMetrics(registry, { perResource: false });
    expect([...(await scrape(registry, metrics)).body].join('')).not.toContain('activestandby_term');
  });
});
