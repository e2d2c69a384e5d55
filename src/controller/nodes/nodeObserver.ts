// Observer of the node monitor, for metrics and logs. Its methods must not throw.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { PresentState } from '../../election/nodes.ts';

export interface NodeObserver {
  /** Called after each change; all counts are 0 without permission to read nodes. */
  counted(nodes: Readonly<Record<PresentState, number>>): void;
  /** A hold began; undefined: it ended. */
  holdChanged(hold: NodeHold | undefined): void;
}
