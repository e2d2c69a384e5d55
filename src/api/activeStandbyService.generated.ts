// Generated from crds/activestandbyservice.yaml by `npm run generate`. Do not edit.
import type { ObjectMetadata } from './objectMetadata.ts';

/** Sends the traffic of one Service to exactly one of several pods, and moves it when that pod fails. */
export interface ActiveStandbyService {
  /** Always `activestandby.dev/v1alpha1`. */
  readonly apiVersion?: string;
  /** Always `ActiveStandbyService`. */
  readonly kind?: string;
  readonly metadata: ObjectMetadata;
  /** The desired state. */
  readonly spec: ActiveStandbyServiceSpec;
  /** The observed state. Written by the operator only. */
  readonly status?: ActiveStandbyServiceStatus;
}

/** The desired state. */
export interface ActiveStandbyServiceSpec {
  /** Which pods of this namespace may become active. All requirements must hold. It must not be empty. */
  readonly selector: PodSelector;
  /**
   * `true`: no election, no repair, no change to Service or EndpointSlice. Only the address of a pod that no longer
   * exists is still withdrawn, and a change that is draining is completed. When it becomes `false`, the operator
   * evaluates everything again.
   */
  readonly paused: boolean;
  /** The Service that the operator creates and maintains. It leads to the active pod only. */
  readonly service: ServiceSettings;
  /** Which pods may be elected, in which order, and whether a better pod takes over. */
  readonly election: ElectionPolicy;
  /** When the active is replaced, and what happens while no other pod is eligible. */
  readonly failover: FailoverPolicy;
  /** How planned changes are made, when the old active is healthy. A failover never waits for this. */
  readonly handover: HandoverPolicy;
  /**
   * Requests another active, once per `requestID`. The result is in `status.switchover`. To cancel a request that has
   * not begun, remove it; one that is draining is completed.
   */
  readonly switchover?: SwitchoverRequest;
  /**
   * Names of pods that must not be active. A fenced active is replaced at once; when no other pod is eligible, nothing
   * is published. Removing a name from the list moves nothing by itself.
   */
  readonly fencedPods?: readonly string[];
}

/** Which pods of this namespace may become active. All requirements must hold. It must not be empty. */
export interface PodSelector {
  /** Labels that a pod must have, with exactly these values. */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Requirements on labels that `matchLabels` cannot express. */
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

/** The Service that the operator creates and maintains. It leads to the active pod only. */
export interface ServiceSettings {
  /** The name of the Service. Absent: the name of this object. Immutable. */
  readonly name?: string;
  /**
   * `ClusterIP` gives the Service a virtual IP; `Headless` gives it only a DNS name that resolves to the active pod's
   * own address. Immutable.
   */
  readonly type: 'ClusterIP' | 'Headless';
  /** The ports of the Service. Required unless the type is `Headless`. */
  readonly ports?: readonly ServicePort[];
}

/** One port of the Service and where it leads in the active pod. */
export interface ServicePort {
  /** The port's name in Service and EndpointSlice. Required when there is more than one port. */
  readonly name?: string;
  /** The number that clients connect to. */
  readonly port: number;
  /**
   * The pod's port: a number, or the name of a container port, which is resolved for each pod. A pod without a
   * container port of that name is not eligible. Absent: the same as `port`.
   */
  readonly targetPort?: number | string;
  /** The transport protocol. */
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /**
   * The application protocol, as a hint for proxies: an IANA name such as `http`, or a prefixed one such as
   * `kubernetes.io/h2c`.
   */
  readonly appProtocol?: string;
}

/** Which pods may be elected, in which order, and whether a better pod takes over. */
export interface ElectionPolicy {
  /**
   * `OldestReady`: pods of the newest revision of their Deployment, StatefulSet or DaemonSet come first, and of those
   * the pod that has been ready for longest. `Priority`: the pod with the highest priority comes first; pods of equal
   * priority are ordered as with `OldestReady`. A pod's priority is an integer of at most 32 bits in its annotation
   * `activestandby.dev/priority`, or in `<object>.activestandby.dev/priority` for one object alone, which takes
   * precedence; a pod without either has 100. An object whose name is longer than 235 characters has only the first. In
   * both orders, a pod with 0 or less never becomes active, and one whose annotation is not such an integer is not
   * eligible.
   */
  readonly order: 'OldestReady' | 'Priority';
  /**
   * `Never`: the active stays while it is healthy. `HigherPriority`: an eligible pod with a higher priority takes over
   * after `preemptionDelay`, but not while the active was elected by a switchover.
   */
  readonly preemption: 'Never' | 'HigherPriority';
  /** How long the better pod must have been eligible without interruption before it takes over. At most 24h. */
  readonly preemptionDelay: string;
  /**
   * `true`: a ReplicaSet that is scaled in deletes the active last. The operator sets the annotation
   * `controller.kubernetes.io/pod-deletion-cost` on it and removes it from the former active; a value of another client
   * stays. The operator needs the permission to patch pods.
   */
  readonly spareActive: boolean;
  /**
   * A pod may be elected after it has been ready without interruption for this long, also in a failover; until then it
   * is `Settling`. Where a kubelet's clock is wrong, the operator's clock counts. At most 24h.
   */
  readonly minReady: string;
}

/** When the active is replaced, and what happens while no other pod is eligible. */
export interface FailoverPolicy {
  /**
   * `Automatic`: a failure leads to an election. `Manual`: an active that is not ready, or whose node has failed, stays
   * until a switchover; `status.failover` shows the pod that would take over. The first election, and the replacement
   * of a pod that is deleted, ends, is fenced or no longer selected, are automatic in any case.
   */
  readonly mode: 'Automatic' | 'Manual';
  /**
   * How long an active that is not ready is tolerated before it is replaced. A pod that is deleted, ends, is fenced or
   * no longer selected, or whose node has failed, is replaced at once. At most 24h.
   */
  readonly delay: string;
  /**
   * The minimum time from an automatic failover to the next one because of an active that is not ready. It never delays
   * the replacement of a pod that is deleted, ends, is fenced or no longer selected, or whose node has failed. At most
   * 24h.
   */
  readonly cooldown: string;
  /**
   * When the active fails and no pod is eligible: `Empty` withdraws it, so that connections are refused; `KeepLast`
   * keeps traffic on an active that is not ready, terminating or on a failed node, until its pod is gone.
   */
  readonly noCandidate: 'Empty' | 'KeepLast';
  /**
   * `Immediate`: a node that is not ready, unreachable, out of service or deleted fails all its pods at once, where
   * Kubernetes marks them one by one. `PodReadiness`: only the readiness of the pods counts.
   */
  readonly nodeFailure: 'Immediate' | 'PodReadiness';
}

/** How planned changes are made, when the old active is healthy. A failover never waits for this. */
export interface HandoverPolicy {
  /**
   * `Replace`: one write puts the new active in the place of the old one. `BreakBeforeMake`: the old active is
   * withdrawn first, and the new one is published when the old one is gone, is no longer ready, or has had
   * `drainTimeout` to finish.
   */
  readonly strategy: 'Replace' | 'BreakBeforeMake';
  /** How long `BreakBeforeMake` waits for the old active to finish, with nothing published. At most 24h. */
  readonly drainTimeout: string;
  /**
   * What happens to the former active after the new one is published. `Keep`: it becomes a standby. `Delete`: the
   * operator deletes it, which ends the connections that kube-proxy would keep; this needs a permission that is not
   * installed by default.
   */
  readonly demotedPod: 'Keep' | 'Delete';
}

/**
 * Requests another active, once per `requestID`. The result is in `status.switchover`. To cancel a request that has not
 * begun, remove it; one that is draining is completed.
 */
export interface SwitchoverRequest {
  /**
   * A name that you choose for this request. The operator acts on each once and remembers the last 16, so that applying
   * an earlier one again does nothing.
   */
  readonly requestID: string;
  /** The name of the pod to become active. A pod that is not eligible is rejected. Absent: the best standby. */
  readonly targetPod?: string;
  /** The earliest time to act, such as `2026-11-21T22:00:00Z`; until then the request is pending. Absent: at once. */
  readonly notBefore?: string;
}

/** The observed state. Written by the operator only. */
export interface ActiveStandbyServiceStatus {
  /** The `metadata.generation` that this status describes. */
  readonly observedGeneration?: number;
  /**
   * `Vacant`, `Electing`, `Active`, `Suspect`, `Draining`, `FailingOver` or `Paused`. For people; use `conditions` in
   * programs.
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
  /** How many pods are eligible and not active. */
  readonly standbys?: number;
  /** The selected pods with the reason why each is eligible or not, sorted, at most 16 of them. */
  readonly candidates?: readonly CandidateStatus[];
  /** A failure of the active that was detected and has not led to an election yet. */
  readonly failover?: PendingFailover;
  /** A better pod than the active, which takes over at the deadline if nothing changes. */
  readonly preemption?: PendingPreemption;
  /** The result of `spec.switchover`. */
  readonly switchover?: SwitchoverStatus;
  /** The latest change of the active. */
  readonly lastTransition?: Transition;
  /** The last ten transitions, the latest first. */
  readonly history?: readonly Transition[];
  /** The name of the Service that leads to the active pod. */
  readonly serviceName?: string;
  /** `Ready`, `ActiveElected`, `EndpointsPublished`, `Degraded` and `Paused`. Those of other controllers are kept. */
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
  /** Its priority, 100 when the pod has no such annotation. Absent when the annotation is not an integer. */
  readonly priority?: number;
}

/** A failure of the active that was detected and has not led to an election yet. */
export interface PendingFailover {
  /** What is wrong with the active, in one word. */
  readonly cause: string;
  /** When it was detected. */
  readonly detectedTime: string;
  /** When the active is replaced if nothing changes. */
  readonly deadline?: string;
  /** The whole time between `detectedTime` and `deadline`. */
  readonly delayMilliseconds?: number;
  /** The pod that would be elected now. Absent when no pod is eligible. */
  readonly toPod?: string;
}

/** A better pod than the active, which takes over at the deadline if nothing changes. */
export interface PendingPreemption {
  /** The better pod's name. */
  readonly podName?: string;
  /** The better pod's UID. */
  readonly podUID: string;
  /** Since when it has been eligible and better than the active. */
  readonly eligibleTime?: string;
  /** When it takes over. */
  readonly deadline: string;
}

/** The result of `spec.switchover`. */
export interface SwitchoverStatus {
  /** The request that the state describes. */
  readonly requestID?: string;
  /** `Pending`, `Completed` or `Rejected`. */
  readonly state?: string;
  /** The reason and what comes next, as a sentence for people. */
  readonly message?: string;
  /** The last 16 requests that were completed or rejected. The operator does not act on them again. */
  readonly handledRequestIDs?: readonly string[];
}

/** The latest change of the active. */
export interface Transition {
  /** The term of the new active. */
  readonly term: number;
  /** Why the active changed, in one word. */
  readonly cause: string;
  /** The name of the pod that was active before. Absent when there was none. */
  readonly fromPod?: string;
  /** The name of the pod that was elected. */
  readonly toPod?: string;
  /** When the operator detected that the active must change. */
  readonly detectedTime?: string;
  /** When the operator elected the new active. */
  readonly electedTime?: string;
  /** When the API server accepted the EndpointSlice. */
  readonly publishedTime?: string;
  /** From `detectedTime` to `publishedTime`. */
  readonly durationMilliseconds?: number;
}

/** One condition of the object, as Kubernetes' own conditions. */
export interface Condition {
  /** The type of the condition. */
  readonly type: string;
  /** Whether the condition holds. */
  readonly status: 'True' | 'False' | 'Unknown';
  /** The `metadata.generation` that the condition describes. */
  readonly observedGeneration?: number;
  /** When `status` last changed. */
  readonly lastTransitionTime: string;
  /** The reason, in one word. */
  readonly reason: string;
  /** The reason, as a sentence for people. */
  readonly message: string;
}
