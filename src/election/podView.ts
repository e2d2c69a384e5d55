// What an election needs to know of a pod: a small, plain view of which caches hold tens of thousands.
export type IpFamily = 'IPv4' | 'IPv6';

export function otherFamily(family: IpFamily): IpFamily {
  return family === 'IPv4' ? 'IPv6' : 'IPv4';
}

export interface ContainerPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
}

export interface PodView {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    /** Only those that a selector uses, and the revision hashes. */
    readonly labels: Readonly<Record<string, string>>;
  };
  /** `labels` lacks those that were requested after this moment (see LabelDemand). */
  readonly labelsReadAt: number;
  /** Milliseconds since the epoch; the API gives whole seconds. */
  readonly createdMs: number;
  readonly terminating: boolean;
  /** `status.phase`: Pending, Running, Succeeded, Failed or Unknown. */
  readonly phase: string;
  readonly ready: boolean;
  /** When Ready last became True, in milliseconds since the epoch (whole seconds); undefined while not ready. */
  readonly readySinceMs: number | undefined;
  /** Start of `election.minReady` where the kubelet's time cannot be used; by the operator's clock. */
  readonly settlingSinceMs?: number;
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
  readonly nodeName: string | undefined;
  readonly zone: string | undefined;
  /** `spec.hostname` and `spec.subdomain`: together the pod's DNS name below its headless Service. */
  readonly hostname: string | undefined;
  readonly subdomain: string | undefined;
  /** Named ports of containers and of restartable init containers. */
  readonly namedPorts: readonly ContainerPort[];
  /** Only the priority annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The pod has more per-object priority annotations than are kept. */
  readonly hasMorePriorities: boolean;
  /** Who set the pod-deletion-cost annotation; undefined when it is absent. */
  readonly deletionCost: 'ours' | 'others' | undefined;
}

export interface PodIdentity {
  readonly name: string;
  readonly uid: string;
}

export function identityOf(pod: PodView): PodIdentity {
  return { name: pod.metadata.name, uid: pod.metadata.uid };
}
