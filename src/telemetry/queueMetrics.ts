// Metrics of the work queues: their length, and how long an object waits in them.
import { Gauge, Histogram, type Registry } from 'prom-client';

const waitBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface QueueLengths {
  readonly urgent: number;
  readonly background: number;
  readonly running: number;
}

export class QueueMetrics {
  /** By queue. Only a scrape sets the gauges: queues change several times per reconcile, and a gauge looks up its labels. */
  readonly lengths = new Map<string, QueueLengths>();
  readonly wait: Histogram<'queue' | 'priority'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const { lengths } = this;
    const depth = new Gauge({
      name: 'activestandby_queue_depth',
      help: 'Objects that wait in the queue.',
      labelNames: ['queue', 'priority'],
      registers,
      collect: () => {
        for (const [queue, { urgent, background }] of lengths) {
          depth.set({ queue, priority: 'urgent' }, urgent);
          depth.set({ queue, priority: 'background' }, background);
        }
      },
    });
    const current = new Gauge({
      name: 'activestandby_queue_running',
      help: 'Objects that a worker of the queue processes now.',
      labelNames: ['queue'],
      registers,
      collect: () => {
        for (const [queue, { running }] of lengths) current.set({ queue }, running);
      },
    });
    this.wait = new Histogram({
      name: 'activestandby_queue_wait_seconds',
      help: 'Time that an object waited in the queue.',
      labelNames: ['queue', 'priority'],
      buckets: waitBuckets,
      registers,
    });
  }
}
