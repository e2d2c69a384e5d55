// How are the nodes, and are their failures believed?
import { Gauge, type Registry } from 'prom-client';

export class NodeMetrics {
  readonly nodes: Gauge<'state'>;
  readonly held: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.nodes = new Gauge({
      name: 'activestandby_nodes',
      help: 'Nodes by how they are; all are 0 while the permission to read nodes is missing.',
      labelNames: ['state'],
      registers,
    });
    this.held = new Gauge({
      name: 'activestandby_nodes_held',
      help: '1 while so many nodes are unreachable at once that no failure of a node is believed, else 0.',
      registers,
    });
  }
}
