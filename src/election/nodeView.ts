// What an election needs to know of a node, in the few words that a cache holds of it.
export interface NodeView {
  readonly metadata: {
    /** Nodes live in no namespace: ''. */
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  /** Undefined while nobody has ever said anything: a new node whose kubelet has not reported yet. */
  readonly ready: 'True' | 'False' | 'Unknown' | undefined;
  /** When `ready` became what it is, in milliseconds since the epoch (whole seconds). */
  readonly readyChangedMs: number | undefined;
  /** Taint node.kubernetes.io/unreachable, and when it was added. */
  readonly unreachable: boolean;
  readonly unreachableTaintMs: number | undefined;
  /** Taint node.kubernetes.io/out-of-service: a person's word that the node is off. */
  readonly outOfService: boolean;
  /** Cordoned, or tainted because it is being drained. */
  readonly isLastChoice: boolean;
}
