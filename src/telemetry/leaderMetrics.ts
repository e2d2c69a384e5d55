// Who leads? Summed over all replicas, activestandby_leader should be 1.
import { Counter, Gauge, type Registry } from 'prom-client';

export class LeaderMetrics {
  readonly leads: Gauge;
  readonly transitions: Gauge;
  readonly failures: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.leads = new Gauge({
      name: 'activestandby_leader',
      help: '1 while this process leads, else 0.',
      registers,
    });
    this.transitions = new Gauge({
      name: 'activestandby_lease_transitions',
      help: 'How often the Lease has changed hands, as it says itself.',
      registers,
    });
    this.failures = new Counter({
      name: 'activestandby_lease_failures_total',
      help: 'Reads and writes of the Lease that failed and were tried again.',
      registers,
    });
  }
}
