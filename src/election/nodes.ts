// The health of nodes, as the election sees it.

/** Of a node that exists. Unreachable: the control plane has lost contact. OutOfService: declared by a person. */
export type PresentState = 'Healthy' | 'NotReady' | 'Unreachable' | 'OutOfService';

/** Deleted: the node is confirmed to be gone, so its pods will never be reported again. */
export type NodeState = PresentState | 'Deleted';

export interface NodeHealth<State extends NodeState = NodeState> {
  readonly state: State;
  /** Cordoned, or being drained by Kubernetes: its pods are elected only when no others are eligible. */
  readonly isLastChoice: boolean;
  /** It was unreachable during a hold, and its kubelet may not have reported its pods yet. */
  readonly isRecovering?: boolean;
}

export interface NodesInput {
  /** By the node's name. Pods of a node that is missing here are judged by themselves. */
  readonly byName: ReadonlyMap<string, NodeHealth>;
  /**
   * End of the node hold in monotonic milliseconds: until then too many nodes are unreachable at once to act on node
   * failures. Undefined when there is no hold.
   */
  readonly heldUntilMonotonicMs: number | undefined;
}
