// What does an election need to know of the nodes that its pods run on?

/** OutOfService and NotReady are said of the node; Unreachable means that nobody has heard of it. */
export type NodeState = 'Healthy' | 'NotReady' | 'Unreachable' | 'OutOfService';

export interface NodeHealth {
  readonly state: NodeState;
  /** Cordoned or being drained: its pods are elected only when there are no others. */
  readonly isLastChoice: boolean;
  /** It was unreachable during a hold, and its kubelet has hardly had time to say how its pods are. */
  readonly isReturning?: boolean;
}

export interface NodesObservation {
  /** By the node's name. A node that is absent, or may not be read, says nothing: its pods are judged by themselves. */
  readonly byName: ReadonlyMap<string, NodeHealth>;
  /**
   * So many nodes are unreachable at once that it may be our own network: until this monotonic time in milliseconds no
   * failure of a node is believed. Undefined when there is no such hold.
   */
  readonly heldUntilMonotonicMs: number | undefined;
}
