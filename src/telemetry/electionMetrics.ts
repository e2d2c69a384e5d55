// What can Prometheus know of the elections? Histograms by cause or phase only; names label gauges and counters, and go
// with their object.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** 1 ms to 65 s: a failover is one write, a tolerated one waits for its delay. */
const failoverBuckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 65];
const passBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export const candidateStates = ['active', 'eligible', 'settling', 'ineligible'] as const;
export type CandidateState = (typeof candidateStates)[number];

/** Namespace and name of an ActiveStandbyService. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
}

/** All in seconds; undefined where it was not seen. */
export interface FailoverTimes {
  readonly noticedToDecided: number;
  readonly decidedToPublished: number;
}

export class ElectionMetrics {
  readonly #duration: Histogram<'cause'>;
  readonly #phase: Histogram<'phase'>;
  readonly #pass: Histogram<'outcome'>;
  readonly #errors: Counter<'task'>;
  readonly #transitions: Counter<'namespace' | 'name' | 'cause'>;
  readonly #term: Gauge<'namespace' | 'name'>;
  readonly #hasActive: Gauge<'namespace' | 'name'>;
  readonly #lastFailover: Gauge<'namespace' | 'name'>;
  readonly #candidates: Gauge<'namespace' | 'name' | 'state'>;
  readonly #causes = new Map<string, Set<string>>();

  constructor(registry: Registry) {
    const registers = [registry];
    const subject = ['namespace', 'name'] as const;
    this.#duration = new Histogram({
      name: 'activestandby_failover_duration_seconds',
      help: 'From noticing that the published pod must change to the API server having accepted the EndpointSlice.',
      labelNames: ['cause'],
      buckets: failoverBuckets,
      registers,
    });
    this.#phase = new Histogram({
      name: 'activestandby_failover_phase_seconds',
      help: 'The parts of a failover: noticed_to_decided (includes failover.delay) and decided_to_published.',
      labelNames: ['phase'],
      buckets: failoverBuckets,
      registers,
    });
    this.#pass = new Histogram({
      name: 'activestandby_reconcile_duration_seconds',
      help: 'One pass over one ActiveStandbyService, its writes included.',
      labelNames: ['outcome'],
      buckets: passBuckets,
      registers,
    });
    this.#errors = new Counter({
      name: 'activestandby_errors_total',
      help: 'Passes and status reports that failed and are tried again.',
      labelNames: ['task'],
      registers,
    });
    this.#transitions = new Counter({
      name: 'activestandby_transitions_total',
      help: 'Changes of the published pod, those to none included.',
      labelNames: [...subject, 'cause'],
      registers,
    });
    this.#term = new Gauge({
      name: 'activestandby_term',
      help: 'Number of the latest election: the fencing token.',
      labelNames: subject,
      registers,
    });
    this.#hasActive = new Gauge({
      name: 'activestandby_has_active',
      help: '1 while a pod is published, else 0.',
      labelNames: subject,
      registers,
    });
    this.#lastFailover = new Gauge({
      name: 'activestandby_last_failover_seconds',
      help: 'Duration of the latest change of the published pod, from noticed to published.',
      labelNames: subject,
      registers,
    });
    this.#candidates = new Gauge({
      name: 'activestandby_candidates',
      help: 'Selected pods by state; the active one is counted as active only.',
      labelNames: [...subject, 'state'],
      registers,
    });
  }

  /** Takes seconds. */
  passFinished(outcome: 'success' | 'error', seconds: number): void {
    this.#pass.observe({ outcome }, seconds);
  }

  failed(task: string): void {
    this.#errors.inc({ task });
  }

  stateSeen(
    subject: Subject,
    state: { term: number; hasActive: boolean; candidates: Record<CandidateState, number> },
  ): void {
    this.#term.set({ ...subject }, state.term);
    this.#hasActive.set({ ...subject }, state.hasActive ? 1 : 0);
    for (const name of candidateStates) this.#candidates.set({ ...subject, state: name }, state.candidates[name]);
  }

  transitioned(subject: Subject, cause: string, times: FailoverTimes | undefined): void {
    this.#transitions.inc({ ...subject, cause });
    this.#causesOf(subject).add(cause);
    if (times === undefined) return;
    const seconds = times.noticedToDecided + times.decidedToPublished;
    this.#duration.observe({ cause }, seconds);
    this.#phase.observe({ phase: 'noticed_to_decided' }, times.noticedToDecided);
    this.#phase.observe({ phase: 'decided_to_published' }, times.decidedToPublished);
    this.#lastFailover.set({ ...subject }, seconds);
  }

  /** The object is gone: so are its series. */
  forget(subject: Subject): void {
    for (const gauge of [this.#term, this.#hasActive, this.#lastFailover]) gauge.remove({ ...subject });
    for (const state of candidateStates) this.#candidates.remove({ ...subject, state });
    for (const cause of this.#causesOf(subject)) this.#transitions.remove({ ...subject, cause });
    this.#causes.delete(keyOf(subject));
  }

  #causesOf(subject: Subject): Set<string> {
    const key = keyOf(subject);
    const causes = this.#causes.get(key) ?? new Set();
    this.#causes.set(key, causes);
    return causes;
  }
}

function keyOf({ namespace, name }: Subject): string {
  return `${namespace}/${name}`;
}
