// All names that the operator writes into the API or reads from it.
export const GROUP = 'activestandby.dev';
export const VERSION = 'v1alpha1';
export const KIND = 'ActiveStandbyService';
export const PLURAL = 'activestandbyservices';

/** Value of the managed-by labels, field manager of server-side apply, and reporting controller of Events. */
export const MANAGER = GROUP;

/** In the operator's namespace; only its holder writes. */
export const LEASE_NAME = 'activestandby-operator';

/** On the Service. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';

/** On EndpointSlices: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';
export const SLICE_MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
export const CHANGE_TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The ledger: the term, and the rest of the record. */
export const TERM_ANNOTATION = `${GROUP}/term`;
export const LEDGER_ANNOTATION = `${GROUP}/ledger`;

/** Identify leftovers: what Kubernetes' controllers create when a selector is set on the operator's Service. */
export const ENDPOINTSLICE_CONTROLLER = 'endpointslice-controller.k8s.io';
export const ENDPOINTSLICE_MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io';
export const ENDPOINTS_MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
export const ENDPOINTS_CONTROLLER = 'endpoint-controller';

/** On pods, set by Kubernetes from the pod's node since 1.35. */
export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** On pods: the revision hash, set for Deployments, and for StatefulSets and DaemonSets. */
export const POD_TEMPLATE_HASH_LABEL = 'pod-template-hash';
export const CONTROLLER_REVISION_HASH_LABEL = 'controller-revision-hash';

/**
 * On pods: a ReplicaSet that is scaled in deletes pods of low cost first. The operator's value is recognised exactly.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#pod-deletion-cost
 */
export const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';
export const SPARED_DELETION_COST = '2147483600';

/** Suffix of the ledger's name: `<service>-asvc-ipv4`. Deterministic, so that two operators cannot both create one. */
export const SLICE_NAME_INFIX = '-asvc-';

/** On pods, for all objects that select them. `<object>.activestandby.dev/priority` is for one object and wins. */
export const PRIORITY_ANNOTATION = `${GROUP}/priority`;
