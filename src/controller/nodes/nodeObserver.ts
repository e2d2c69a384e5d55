// What happens to the nodes that somebody may want to count or log? Calls must not throw.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { PresentState } from '../../election/nodes.ts';

export interface NodeObserver {
  /** After each change; all are 0 while nodes may not be read. */
  counted(nodes: Readonly<Record<PresentState, number>>): void;
  /** A hold has begun; undefined: it is over. */
  holdChanged(hold: NodeHold | undefined): void;
}
