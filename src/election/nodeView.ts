// What an election needs to know of a node: a small view that caches hold.
export interface NodeView {
  readonly metadata: {
    /** Always '': nodes have no namespace. */
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  /** Status of the condition Ready; undefined until the kubelet of a new node reports. */
  readonly ready: 'True' | 'False' | 'Unknown' | undefined;
  /** When `ready` last changed, in milliseconds since the epoch (whole seconds). */
  readonly readyChangedMs: number | undefined;
  /** Taint node.kubernetes.io/unreachable, and when it was added. */
  readonly unreachable: boolean;
  readonly unreachableTaintMs: number | undefined;
  /** Taint node.kubernetes.io/out-of-service: a person has declared that the node is off. */
  readonly outOfService: boolean;
  /** Cordoned, or tainted because it is being drained. */
  readonly isLastChoice: boolean;
}
