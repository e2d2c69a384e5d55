// What does an election need to know of the nodes that its pods run on?

/** Of a node that is there. OutOfService and NotReady are said of it; Unreachable: nobody has heard of it. */
export type PresentState = 'Healthy' | 'NotReady' | 'Unreachable' | 'OutOfService';

/** Deleted: it is sure that there is no such node, so that nobody will ever say again how its pods are. */
export type NodeState = PresentState | 'Deleted';

export interface NodeHealth<State extends NodeState = NodeState> {
  readonly state: State;
  /** Cordoned or being drained: its pods are elected only when there are no others. */
  readonly isLastChoice: boolean;
  /** It was unreachable during a hold, and its kubelet has hardly had time to say how its pods are. */
  readonly isRecovering?: boolean;
}

export interface NodesInput {
  /** By the node's name. A node of which nothing is known says nothing: its pods are judged by themselves. */
  readonly byName: ReadonlyMap<string, NodeHealth>;
  /**
   * So many nodes are unreachable at once that it may be our own network: until this monotonic time in milliseconds no
   * failure of a node is believed. Undefined when there is no such hold.
   */
  readonly heldUntilMonotonicMs: number | undefined;
}
