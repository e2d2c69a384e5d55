// Metrics of API requests and watches.
import { Counter, Histogram, type Registry } from 'prom-client';

const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class KubeMetrics {
  readonly requests: Histogram<'verb' | 'resource' | 'code'>;
  readonly watchRestarts: Counter<'resource' | 'reason'>;
  readonly relists: Counter<'resource'>;
  readonly rejected: Counter<'resource'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Histogram({
      name: 'activestandby_api_request_duration_seconds',
      help: 'Duration of API requests except watches; code "none": no response.',
      labelNames: ['verb', 'resource', 'code'],
      buckets: requestBuckets,
      registers,
    });
    this.watchRestarts = new Counter({
      name: 'activestandby_watch_restarts_total',
      help: 'Watch restarts, by resource and reason.',
      labelNames: ['resource', 'reason'],
      registers,
    });
    this.relists = new Counter({
      name: 'activestandby_relists_total',
      help: 'Complete lists after the first: a resource version expired, the data of the API server went back, or this process became the leader.',
      labelNames: ['resource'],
      registers,
    });
    this.rejected = new Counter({
      name: 'activestandby_rejected_objects_total',
      help: 'Objects from the API server that could not be decoded or validated. They count as absent; the log names them.',
      labelNames: ['resource'],
      registers,
    });
  }
}
