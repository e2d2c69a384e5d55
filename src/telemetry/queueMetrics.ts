// How long are the queues, and how long does an object wait in them?
import { Gauge, Histogram, type Registry } from 'prom-client';

const waitBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class QueueMetrics {
  readonly depth: Gauge<'queue' | 'priority'>;
  readonly running: Gauge<'queue'>;
  readonly wait: Histogram<'queue' | 'priority'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.depth = new Gauge({
      name: 'activestandby_queue_depth',
      help: 'Objects that wait for their turn.',
      labelNames: ['queue', 'priority'],
      registers,
    });
    this.running = new Gauge({
      name: 'activestandby_queue_running',
      help: 'Objects whose turn it is.',
      labelNames: ['queue'],
      registers,
    });
    this.wait = new Histogram({
      name: 'activestandby_queue_wait_seconds',
      help: 'How long an object waited for its turn.',
      labelNames: ['queue', 'priority'],
      buckets: waitBuckets,
      registers,
    });
  }
}
