// What an election is told of the nodes of its pods.
import type { NodeHold } from '../../election/nodeHold.ts';
import type { NodesInput } from '../../election/nodes.ts';

export interface ObservedNodes extends NodesInput {
  readonly hold: NodeHold | undefined;
  /** Those that the caches know nothing of: there may be no such nodes, or the watch has not told of them yet. */
  readonly unknown: readonly string[];
  /** False: the permission to read nodes is missing, and nothing is known of any. */
  readonly isReadable: boolean;
}

export const unreadableNodes: ObservedNodes = {
  byName: new Map(),
  unknown: [],
  heldUntilMonotonicMs: undefined,
  hold: undefined,
  isReadable: false,
};
