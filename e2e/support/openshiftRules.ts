// What OpenShift's admission refuses, on a control plane that is not OpenShift: slices that list pods, for clients that may
// not create `endpointslices/restricted`; and pods with user IDs of their own choice.
import type { Api } from '../cluster/api.ts';
import { RefusedError } from '../cluster/api.ts';
import type { ControlPlane } from '../cluster/controlPlane.ts';
import { collectionPath } from '../../src/kube/api/resourcePath.ts';
import type { Resource } from '../../src/kube/resource.ts';
import { endpointSlices, pods } from '../cluster/resources.ts';

const RESTRICTED_ENDPOINTS = 'restricted-endpoints';
const ASSIGNED_USERS = 'assigned-users';

/** As in OpenShift, an update that leaves endpoints and ports as they are needs no permission. */
const listsNoOther = `(oldObject != null && has(oldObject.endpoints) && has(object.endpoints)
  && oldObject.endpoints == object.endpoints && oldObject.ports == object.ports)
  || !has(object.endpoints) || object.endpoints.size() == 0`;

const mayList = `authorizer.group('discovery.k8s.io').resource('endpointslices').subresource('restricted')
  .namespace(object.metadata.namespace).check('create').allowed()`;

const hasAssignedUser = `(!has(object.spec.securityContext.runAsUser) || object.spec.securityContext.runAsUser >= 1000000000)
  && object.spec.containers.all(container, !has(container.securityContext) || !has(container.securityContext.runAsUser)
    || container.securityContext.runAsUser >= 1000000000)`;

interface AdmissionRule {
  readonly name: string;
  readonly resource: Resource;
  readonly expression: string;
}

const rules: readonly AdmissionRule[] = [
  { name: RESTRICTED_ENDPOINTS, resource: endpointSlices, expression: `(${listsNoOther}) || ${mayList}` },
  { name: ASSIGNED_USERS, resource: pods, expression: hasAssignedUser },
];

/** Returns once both are in effect: `ordinaryApi` may create slices and pods, but lacks what OpenShift asks for. */
export async function refuseAsOpenShift(plane: ControlPlane, ordinaryApi: Api): Promise<void> {
  const items = rules.flatMap(policyWithBinding);
  await plane.kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const slice = { addressType: 'IPv4', endpoints: [{ addresses: ['10.2.0.1'] }], ports: [] };
  const pod = { spec: { securityContext: { runAsUser: 65532 }, containers: [{ name: 'app', image: 'app:1' }] } };
  await untilRefused(ordinaryApi, endpointSlices, slice);
  await untilRefused(plane.api, pods, pod);
}

function policyWithBinding({
  name,
  resource: { group, version, plural },
  expression,
}: AdmissionRule): readonly object[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const rule = { apiGroups: [group], apiVersions: [version], resources: [plural], operations: ['CREATE', 'UPDATE'] };
  const validations = [{ expression, message: `OpenShift refuses this: ${name}`, reason: 'Forbidden' }];
  const spec = { matchConstraints: { resourceRules: [rule] }, validations, failurePolicy: 'Fail' };
  const binding = { policyName: name, validationActions: ['Deny'] };
  return [
    { apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name }, spec },
    { apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name }, spec: binding },
  ];
}

async function untilRefused(api: Api, resource: Resource, object: object): Promise<void> {
  const body = { metadata: { name: 'probe' }, ...object };
  for (;;) {
    try {
      await api.request('POST', `${collectionPath(resource, 'default')}?dryRun=All`, { body });
    } catch (error) {
      if (error instanceof RefusedError && error.message.includes('OpenShift refuses this')) return;
      throw error;
    }
  }
}
