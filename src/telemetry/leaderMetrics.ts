// Metrics of leader election. Summed over all replicas, activestandby_leader should be 1.
import { Counter, Gauge, type Registry } from 'prom-client';

export class LeaderMetrics {
  readonly leads: Gauge;
  readonly transitions: Gauge;
  readonly failures: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.leads = new Gauge({
      name: 'activestandby_leader',
      help: '1 while this process is the leader, else 0.',
      registers,
    });
    this.transitions = new Gauge({
      name: 'activestandby_lease_transitions',
      help: 'Changes of the holder of the Lease, from its field leaseTransitions.',
      registers,
    });
    this.failures = new Counter({
      name: 'activestandby_lease_failures_total',
      help: 'Failed reads and writes of the Lease; each is retried.',
      registers,
    });
  }
}
