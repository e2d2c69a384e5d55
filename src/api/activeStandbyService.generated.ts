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
   * exists is still withdrawn, and a change that is draining is completed. When it ends, everything is judged anew.
   */
  readonly paused: boolean;
  /** The Service that the operator creates and keeps. It leads to the active pod only. */
  readonly service: ServiceSettings;
  /** Who may be elected, who comes first, and whether a better pod takes over. */
  readonly election: ElectionPolicy;
  /** When the active is replaced, and what happens while nobody can replace it. */
  readonly failover: FailoverPolicy;
  /** How planned changes are made, where the old active could go on; a failover never waits for this. */
  readonly handover: HandoverPolicy;
  /**
   * Asks for another active, once per `requestID`. The answer is in `status.switchover`. To take back a request that
   * has not begun, remove it; one that is draining is completed.
   */
  readonly switchover?: SwitchoverRequest;
  /**
   * Names of pods that must not be active. A fenced active hands over at once; when nobody else is eligible, nothing is
   * published. Taking a name off the list moves nothing by itself.
   */
  readonly fencedPods?: readonly string[];
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

/** Who may be elected, who comes first, and whether a better pod takes over. */
export interface ElectionPolicy {
  /**
   * `OldestReady`: pods of the newest revision of their Deployment, StatefulSet or DaemonSet come first, and of those
   * the pod that has been ready for longest. `Priority`: the pod with the highest priority does; equals as with
   * `OldestReady`. A pod's priority is an integer of at most 32 bits in its annotation `activestandby.dev/priority`, or
   * in `<object>.activestandby.dev/priority` for one object alone, which wins; a pod without either has 100. An object
   * whose name is longer than 235 characters has only the first. Whatever the order: a pod with 0 or less never becomes
   * active, and one whose annotation is not such an integer is not eligible.
   */
  readonly order: 'OldestReady' | 'Priority';
  /**
   * `Never`: the active stays while it is in order. `HigherPriority`: an eligible pod with a higher priority takes over
   * after `preemptionDelay`; not while the active is one that a switchover asked for.
   */
  readonly preemption: 'Never' | 'HigherPriority';
  /** How long the better pod must have been eligible without interruption before it takes over. At most 24h. */
  readonly preemptionDelay: string;
  /**
   * `true`: when a ReplicaSet is scaled in, the active goes last. The operator gives it the annotation
   * `controller.kubernetes.io/pod-deletion-cost` and takes it from the one before; a value of somebody else stays. The
   * operator needs the permission to patch pods.
   */
  readonly spareActive: boolean;
  /**
   * A pod may be elected after it has been ready without interruption for this long, also in a failover; until then it
   * is `Settling`. What the operator saw counts, where a kubelet's clock is wrong. At most 24h.
   */
  readonly minReady: string;
}

/** When the active is replaced, and what happens while nobody can replace it. */
export interface FailoverPolicy {
  /**
   * `Automatic`: a failure leads to an election. `Manual`: an active that is not ready, or whose node has failed, stays
   * until a switchover; `status.failover` says what would be done. The first election, and the replacement of a pod
   * that is deleted, ends, is fenced or no longer selected, are automatic in any case.
   */
  readonly mode: 'Automatic' | 'Manual';
  /**
   * How long an active that is not ready is tolerated before it is replaced. A pod that is deleted, ends, is fenced or
   * no longer selected, or whose node has failed, is replaced at once. At most 24h.
   */
  readonly delay: string;
  /**
   * The least time from one automatic failover to the next one that is due to an active that is not ready. It never
   * delays the replacement of a pod that is deleted, ends, is fenced or no longer selected, or whose node has failed.
   * At most 24h.
   */
  readonly cooldown: string;
  /**
   * When the active fails and nobody is eligible: `Empty` withdraws it, so that connections are refused; `KeepLast`
   * leaves traffic with an active that is not ready, terminating or on a failed node, until its pod is gone.
   */
  readonly noCandidate: 'Empty' | 'KeepLast';
  /**
   * `Immediate`: a node that is not ready, unreachable, out of service or deleted fails all its pods at once, where
   * Kubernetes marks them one by one. `PodReadiness`: only the readiness of the pods counts.
   */
  readonly nodeFailure: 'Immediate' | 'PodReadiness';
}

/** How planned changes are made, where the old active could go on; a failover never waits for this. */
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
   * What becomes of the pod that was active, after the new one is published. `Keep`: it becomes a standby. `Delete`: it
   * is deleted, which ends the connections that kube-proxy would keep; the operator needs a permission for it that is
   * not installed by default.
   */
  readonly demotedPod: 'Keep' | 'Delete';
}

/**
 * Asks for another active, once per `requestID`. The answer is in `status.switchover`. To take back a request that has
 * not begun, remove it; one that is draining is completed.
 */
export interface SwitchoverRequest {
  /**
   * A name of your own for this request. Each one is acted on once: the last 16 are remembered, so that going back to
   * an earlier one does nothing.
   */
  readonly requestID: string;
  /** The name of the pod to become active. One that is not eligible is rejected. Absent: the best of the standbys. */
  readonly targetPod?: string;
  /** When to act, such as `2026-11-21T22:00:00Z`; until then the request is pending. Absent: at once. */
  readonly notBefore?: string;
}

/** What the operator sees and did. Written by the operator only. */
export interface ActiveStandbyServiceStatus {
  /** The `metadata.generation` that this status is about. */
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
  /** The selected pods and what is said about each, sorted, at most 16 of them. */
  readonly candidates?: readonly CandidateStatus[];
  /** A failure of the active that was noticed and has not led to an election yet. */
  readonly failover?: PendingFailover;
  /** A better pod than the active, which takes over at the deadline if nothing changes. */
  readonly preemption?: PendingPreemption;
  /** What became of `spec.switchover`. */
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
  /** Who would be elected now. Absent when nobody is eligible. */
  readonly toPod?: string;
}

/** A better pod than the active, which takes over at the deadline if nothing changes. */
export interface PendingPreemption {
  /** The better pod's name. */
  readonly podName?: string;
  /** The better pod's UID. */
  readonly podUID: string;
  /** Since when it has been eligible and better. */
  readonly eligibleTime?: string;
  /** When it takes over. */
  readonly deadline: string;
}

/** What became of `spec.switchover`. */
export interface SwitchoverStatus {
  /** The request that the state is about. */
  readonly requestID?: string;
  /** `Pending`, `Completed` or `Rejected`. */
  readonly state?: string;
  /** Why, and what comes next, in a sentence for people. */
  readonly message?: string;
  /** The last 16 requests that are done with, completed or rejected. They are not acted on again. */
  readonly handledRequestIDs?: readonly string[];
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
