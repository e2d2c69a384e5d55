import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { observeQueue } from '../../src/observers.ts';
import { QueueMetrics } from '../../src/telemetry/queueMetrics.ts';

test('a scrape shows the lengths of each queue as they were last observed', async () => {
  const registry = new Registry();
  const metrics = new QueueMetrics(registry);
  const [reconciles, statuses] = [observeQueue(metrics, 'reconcile'), observeQueue(metrics, 'status')];
  reconciles.queueChanged({ urgent: 9, background: 9, running: 9 });
  reconciles.queueChanged({ urgent: 1, background: 2, running: 3 });
  statuses.queueChanged({ urgent: 0, background: 5, running: 0 });
  const lines = (await registry.metrics())
    .split('\n')
    .filter((line) => /^activestandby_queue_(depth|running)/.test(line));
  expect(lines.toSorted()).toEqual([
    'activestandby_queue_depth{queue="reconcile",priority="background"} 2',
    'activestandby_queue_depth{queue="reconcile",priority="urgent"} 1',
    'activestandby_queue_depth{queue="status",priority="background"} 5',
    'activestandby_queue_depth{queue="status",priority="urgent"} 0',
    'activestandby_queue_running{queue="reconcile"} 3',
    'activestandby_queue_running{queue="status"} 0',
  ]);
});
