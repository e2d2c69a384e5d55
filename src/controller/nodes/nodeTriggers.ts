// What the node monitor calls when a change of nodes may change elections.
import type { NodeHealth } from '../../election/nodes.ts';
import type { Priority } from '../../kube/observer.ts';

/** A node was added, deleted or changed. Health is undefined when nothing is known of the node. */
export interface NodeChange {
  readonly name: string;
  readonly before: NodeHealth | undefined;
  readonly after: NodeHealth | undefined;
}

export interface NodeTriggers {
  nodeChanged(change: NodeChange): void;
  /** A hold began, changed or ended: whether the state of this node is acted on may have changed. */
  holdChanged(nodeName: string, priority: Priority): void;
  /** The nodes became readable, or unreadable. */
  nodesReadable(): void;
}
