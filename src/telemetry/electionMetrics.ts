// Metrics of failovers and reconciles. Labels are cause, phase and outcome only: a histogram per object would take too
// much memory.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** In seconds: a failover takes one write, or waits for failover.delay first. */
const failoverBuckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 65];
const reconcileBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** In seconds. */
export interface FailoverTimes {
  readonly noticedToDecided: number;
  readonly decidedToPublished: number;
}

export class ElectionMetrics {
  readonly #duration: Histogram<'cause'>;
  readonly #phase: Histogram<'phase'>;
  readonly #reconcile: Histogram<'outcome'>;
  readonly #errors: Counter<'task'>;
  readonly #pruned: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#duration = new Histogram({
      name: 'activestandby_failover_duration_seconds',
      help: 'Time from detecting that the published pod must change until the API server accepted the EndpointSlice.',
      labelNames: ['cause'],
      buckets: failoverBuckets,
      registers,
    });
    this.#phase = new Histogram({
      name: 'activestandby_failover_phase_seconds',
      help: 'Duration of the parts of a failover: noticed_to_decided (includes failover.delay) and decided_to_published.',
      labelNames: ['phase'],
      buckets: failoverBuckets,
      registers,
    });
    this.#reconcile = new Histogram({
      name: 'activestandby_reconcile_duration_seconds',
      help: 'Duration of a reconcile of one ActiveStandbyService, including its writes.',
      labelNames: ['outcome'],
      buckets: reconcileBuckets,
      registers,
    });
    this.#errors = new Counter({
      name: 'activestandby_errors_total',
      help: 'Failed reconciles, status updates and writes of deletion costs (task spare); each is retried.',
      labelNames: ['task'],
      registers,
    });
    this.#pruned = new Gauge({
      name: 'activestandby_crd_fields_pruned',
      help: 'Number of status fields that the API server drops because its CRD is older than the operator: apply crds/.',
      registers,
    });
  }

  reconcileFinished(outcome: 'success' | 'error', seconds: number): void {
    this.#reconcile.observe({ outcome }, seconds);
  }

  fieldsPruned(count: number): void {
    this.#pruned.set(count);
  }

  failed(task: string): void {
    this.#errors.inc({ task });
  }

  transitioned(cause: string, times: FailoverTimes): void {
    this.#duration.observe({ cause }, times.noticedToDecided + times.decidedToPublished);
    this.#phase.observe({ phase: 'noticed_to_decided' }, times.noticedToDecided);
    this.#phase.observe({ phase: 'decided_to_published' }, times.decidedToPublished);
  }
}
