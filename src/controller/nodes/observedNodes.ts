// What an election knows of the nodes of its pods.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { NodesInput } from '../../election/nodes.ts';

export interface ObservedNodes extends NodesInput {
  readonly hold: NodeHold | undefined;
  /** Nodes that are not in the caches: deleted, or the watch has not delivered them yet. */
  readonly unknown: readonly string[];
  /** False without permission to read nodes: then nothing is known of any. */
  readonly isReadable: boolean;
}

export const unreadableNodes: ObservedNodes = {
  byName: new Map(),
  unknown: [],
  heldUntilMonotonicMs: undefined,
  hold: undefined,
  isReadable: false,
};
