// What an election needs to know of a pod: a small, plain view that caches can hold by the ten thousand.
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
    /** Those that somebody asks for, and the hashes of its revision. */
    readonly labels: Readonly<Record<string, string>>;
  };
  /** It says nothing of labels that were asked for after this moment (see LabelDemand). */
  readonly labelsReadAt: number;
  /** Milliseconds since the epoch; the API gives whole seconds. */
  readonly createdMs: number;
  readonly terminating: boolean;
  /** `status.phase`: Pending, Running, Succeeded, Failed or Unknown. */
  readonly phase: string;
  readonly ready: boolean;
  /** When Ready last became true, in milliseconds since the epoch (whole seconds); undefined while it is not ready. */
  readonly readySinceMs: number | undefined;
  /** What `election.minReady` counts from, where that cannot be what the kubelet says; on the operator's own clock. */
  readonly settlingSinceMs?: number;
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
  readonly nodeName: string | undefined;
  readonly zone: string | undefined;
  /** `spec.hostname` and `spec.subdomain`: together they give the pod a DNS name below its headless Service. */
  readonly hostname: string | undefined;
  readonly subdomain: string | undefined;
  /** Named ports of containers and of restartable init containers. */
  readonly namedPorts: readonly ContainerPort[];
  /** Priorities only. */
  readonly annotations: Readonly<Record<string, string>>;
  /** It has more annotations for one object each than are kept. */
  readonly hasMorePriorities: boolean;
  /** Of the annotation that says how soon a ReplicaSet deletes the pod: whose value it is. */
  readonly deletionCost: 'ours' | 'others' | undefined;
}

export interface PodIdentity {
  readonly name: string;
  readonly uid: string;
}

export function identityOf(pod: PodView): PodIdentity {
  return { name: pod.metadata.name, uid: pod.metadata.uid };
}
