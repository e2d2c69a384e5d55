// What is there to know of each ActiveStandbyService? Gauges and counters only, and they go with their object.
import { Counter, Gauge, type Registry } from 'prom-client';

export const candidateStates = ['active', 'eligible', 'settling', 'ineligible'] as const;
export type CandidateState = (typeof candidateStates)[number];

/** Namespace and name of an ActiveStandbyService. */
export interface Subject {
  readonly namespace: string;
  readonly name: string;
}

export interface SubjectState {
  readonly term: number;
  readonly hasActive: boolean;
  readonly candidates: Readonly<Record<CandidateState, number>>;
}

export class SubjectMetrics {
  readonly #transitions: Counter<'namespace' | 'name' | 'cause'>;
  readonly #term: Gauge<'namespace' | 'name'>;
  readonly #hasActive: Gauge<'namespace' | 'name'>;
  readonly #lastFailover: Gauge<'namespace' | 'name'>;
  readonly #candidates: Gauge<'namespace' | 'name' | 'state'>;
  /** Those that a subject has had, because series are removed one by one. */
  readonly #causes = new Map<string, Set<string>>();

  constructor(registry: Registry) {
    const registers = [registry];
    const subject = ['namespace', 'name'] as const;
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

  stateSeen({ namespace, name }: Subject, { term, hasActive, candidates }: SubjectState): void {
    this.#term.set({ namespace, name }, term);
    this.#hasActive.set({ namespace, name }, hasActive ? 1 : 0);
    for (const state of candidateStates) this.#candidates.set({ namespace, name, state }, candidates[state]);
  }

  /** Seconds are undefined where the change was not seen from end to end. */
  transitioned({ namespace, name }: Subject, cause: string, seconds: number | undefined): void {
    this.#transitions.inc({ namespace, name, cause });
    this.#causesOf(namespace, name).add(cause);
    if (seconds !== undefined) this.#lastFailover.set({ namespace, name }, seconds);
  }

  forget({ namespace, name }: Subject): void {
    for (const gauge of [this.#term, this.#hasActive, this.#lastFailover]) gauge.remove({ namespace, name });
    for (const state of candidateStates) this.#candidates.remove({ namespace, name, state });
    for (const cause of this.#causesOf(namespace, name)) this.#transitions.remove({ namespace, name, cause });
    this.#causes.delete(`${namespace}/${name}`);
  }

  #causesOf(namespace: string, name: string): Set<string> {
    const key = `${namespace}/${name}`;
    const causes = this.#causes.get(key) ?? new Set();
    this.#causes.set(key, causes);
    return causes;
  }
}
