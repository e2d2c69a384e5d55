// Metrics of nodes and of the node hold.
import { Gauge, type Registry } from 'prom-client';

export class NodeMetrics {
  readonly nodes: Gauge<'state'>;
  readonly held: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.nodes = new Gauge({
      name: 'activestandby_nodes',
      help: 'Nodes by state; all are 0 while the permission to read nodes is missing.',
      labelNames: ['state'],
      registers,
    });
    this.held = new Gauge({
      name: 'activestandby_nodes_held',
      help: '1 while node failures are held because too many nodes are unreachable at once, else 0.',
      registers,
    });
  }
}
