// Generated from crds/activestandbyservice.yaml by `npm run generate`. Do not edit.
import type { ObjectMetadata } from './objectMetadata.ts';

/** Sends the traffic of one Service to exactly one of several pods, and moves it when that pod fails. */
export interface ActiveStandbyService {
  /** Always `activestandby.dev/v1alpha1`. */
  readonly apiVersion?: string;
  /** Always `ActiveStandbyService`. */
  readonly kind?: string;
  readonly metadata: ObjectMetadata;
  /** What you want. */
  readonly spec: ActiveStandbyServiceSpec;
  /** What the operator sees and did. Written by the operator only. */
  readonly status?: ActiveStandbyServiceStatus;
}

/** What you want. */
export interface ActiveStandbyServiceSpec {
  /** Which pods of this namespace may become active. All requirements must hold. It must not be empty. */
  readonly selector: PodSelector;
  /**
   * Hands off: no election, no repair, no change to Service or EndpointSlice. Only the address of a pod that no longer
   * exists is still withdrawn. When it ends, everything is judged anew.
   */
  readonly paused: boolean;
  /** The Service that the operator creates and keeps. It leads to the active pod only. */
  readonly service: ServiceSettings;
  /** Who may be elected. The pod that has been ready for longest comes first. */
  readonly election: ElectionPolicy;
  /** When the active is replaced, and what happens while nobody can replace it. */
  readonly failover: FailoverPolicy;
}

/** Which pods of this namespace may become active. All requirements must hold. It must not be empty. */
export interface PodSelector {
  /** Labels that a pod must have, with exactly these values. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Requirements on labels that a single value cannot express. */
  readonly matchExpressions?: readonly PodSelectorRequirement[];
}

/** One requirement on one label. */
export interface PodSelectorRequirement {
  /** The label's key. */
  readonly key: string;
  /**
   * `In` and `NotIn` compare with `values`; `Exists` and `DoesNotExist` look at the key only. `NotIn` and
   * `DoesNotExist` also accept pods without the label.
   */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** The values for `In` and `NotIn`. */
  readonly values?: readonly string[];
}

/** The Service that the operator creates and keeps. It leads to the active pod only. */
export interface ServiceSettings {
  /** The name of the Service. Absent: the name of this object. It cannot change. */
  readonly name?: string;
  /**
   * `ClusterIP` gives the Service a virtual IP; `Headless` gives it only a DNS name that resolves to the active pod's
   * own address. It cannot change.
   */
  readonly type: 'ClusterIP' | 'Headless';
  /** The ports of the Service. Only a Headless one can do without. */
  readonly ports?: readonly ServicePort[];
}

/** One port of the Service and where it leads in the active pod. */
export interface ServicePort {
  /** The port's name in Service and EndpointSlice. Needed when there is more than one port. */
  readonly name?: string;
  /** The number that clients connect to. */
  readonly port: number;
  /**
   * The pod's port: a number, or the name of a container port, which is looked up in each pod by itself. A pod without
   * a container port of that name is not eligible. Absent: the same as `port`.
   */
  readonly targetPort?: number | string;
  /** The transport protocol. */
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /**
   * The application protocol, as a hint for proxies: an IANA name such as `http`, or `kubernetes.io/h2c` and the like.
   */
  readonly appProtocol?: string;
}

/** Who may be elected. The pod that has been ready for longest comes first. */
export interface ElectionPolicy {
  /**
   * A pod may be elected after it has been ready without interruption for this long, also in a failover; until then it
   * is `Settling`. At most 24h.
   */
  readonly minReady: string;
}

/** When the active is replaced, and what happens while nobody can replace it. */
export interface FailoverPolicy {
  /**
   * How long an active that is not ready is tolerated before it is replaced. A pod that is deleted, ends, or is no
   * longer selected is replaced at once. At most 24h.
   */
  readonly delay: string;
  /**
   * When the active fails and nobody is eligible: `Empty` withdraws it, so that connections are refused; `KeepLast`
   * leaves traffic with an active that is not ready or terminating, until its pod is gone.
   */
  readonly noCandidate: 'Empty' | 'KeepLast';
}

/** What the operator sees and did. Written by the operator only. */
export interface ActiveStandbyServiceStatus {
  /** The `metadata.generation` that this status is about. */
  readonly observedGeneration?: number;
  /**
   * `Vacant`, `Electing`, `Active`, `Suspect`, `FailingOver` or `Paused`. For people; use `conditions` in programs.
   */
  readonly phase?: string;
  /** When the phase was entered. */
  readonly phaseSince?: string;
  /** The fencing token: the number of the latest election. It never decreases and belongs to one pod UID. */
  readonly term?: number;
  /** The UID of the pod elected in this term. It stays when nothing is active. */
  readonly termHolderUID?: string;
  /** The pod that the Service leads to. Absent when there is none. */
  readonly active?: ActivePod;
  /** Eligible pods / selected pods, such as `2/3`. */
  readonly candidateSummary?: string;
  /** The selected pods and what is said about each, sorted, at most 16 of them. */
  readonly candidates?: readonly CandidateStatus[];
  /** A failure of the active that was noticed and has not led to an election yet. */
  readonly failover?: PendingFailover;
  /** The latest change of the active. */
  readonly lastTransition?: Transition;
  /** The last ten transitions, the latest first. */
  readonly history?: readonly Transition[];
  /** The name of the Service that leads to the active pod. */
  readonly serviceName?: string;
  /** `Ready`, `ActiveElected`, `EndpointsPublished`, `Degraded` and `Paused`. */
  readonly conditions?: readonly Condition[];
}

/** The pod that the Service leads to. Absent when there is none. */
export interface ActivePod {
  /** The pod's name. */
  readonly podName: string;
  /** The pod's UID. A pod recreated under the same name is another one. */
  readonly podUID: string;
  /** The pod's addresses. */
  readonly podIPs?: readonly string[];
  /** The node that the pod runs on. */
  readonly nodeName?: string;
  /** When the pod was elected. */
  readonly electedTime?: string;
}

/** One selected pod. */
export interface CandidateStatus {
  /** The pod's name. */
  readonly podName: string;
  /** Whether the pod could be elected now. */
  readonly eligible: boolean;
  /** Why it is eligible or not, in one word. */
  readonly reason: string;
}

/** A failure of the active that was noticed and has not led to an election yet. */
export interface PendingFailover {
  /** What is wrong with the active, in one word. */
  readonly cause: string;
  /** When it was noticed. */
  readonly detectedTime: string;
  /** When the active is replaced if nothing changes. */
  readonly deadline?: string;
  /** The whole time between `detectedTime` and `deadline`. */
  readonly delayMilliseconds?: number;
}

/** The latest change of the active. */
export interface Transition {
  /** The term that it led to. */
  readonly term: number;
  /** Why it took place, in one word. */
  readonly cause: string;
  /** The name of the pod that was active before. Absent when there was none. */
  readonly fromPod?: string;
  /** The name of the pod that was elected. */
  readonly toPod?: string;
  /** When the operator noticed the need. */
  readonly detectedTime?: string;
  /** When the operator decided. */
  readonly electedTime?: string;
  /** When the API server had accepted the EndpointSlice. */
  readonly publishedTime?: string;
  /** From `detectedTime` to `publishedTime`. */
  readonly durationMilliseconds?: number;
}

/** One statement about the object, as Kubernetes' own conditions. */
export interface Condition {
  /** What the statement is about. */
  readonly type: string;
  /** Whether it holds. */
  readonly status: 'True' | 'False' | 'Unknown';
  /** The `metadata.generation` that it is about. */
  readonly observedGeneration?: number;
  /** When `status` changed last. */
  readonly lastTransitionTime: string;
  /** Why, in one word. */
  readonly reason: string;
  /** Why, in a sentence for people. */
  readonly message: string;
}
