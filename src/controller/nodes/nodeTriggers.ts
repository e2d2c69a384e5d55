// What the node monitor calls when the state of a node concerns elections.
import type { NodeHealth } from '../../election/nodes.ts';
import type { Priority } from '../../kube/observer.ts';

/** A node has come, gone or changed; undefined: there is no such node. */
export interface NodeChange {
  readonly name: string;
  readonly before: NodeHealth | undefined;
  readonly after: NodeHealth | undefined;
}

export interface NodeTriggers {
  nodeChanged(change: NodeChange): void;
  /** A hold of node failures begins or ends, and with it whether the state of this node is believed. */
  holdChanged(nodeName: string, priority: Priority): void;
  /** Nodes can be read from now on, or no longer. */
  nodesReadable(): void;
}
