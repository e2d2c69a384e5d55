// Admission policies and webhooks for one namespace each. They take effect some time after their creation, so each is
// tried until it does.
import { collectionPath } from '../../src/kube/api/resourcePath.ts';
import type { Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { RefusedError, type Api } from './api.ts';
import { createObject, deleteObject } from './objects.ts';

const GROUP = 'admissionregistration.k8s.io';

function kind(name: string, plural: string): Resource {
  return { group: GROUP, version: 'v1', plural, kind: name };
}

const mutatingPolicies = kind('MutatingAdmissionPolicy', 'mutatingadmissionpolicies');
const mutatingBindings = kind('MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings');
const validatingPolicies = kind('ValidatingAdmissionPolicy', 'validatingadmissionpolicies');
const validatingBindings = kind('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings');
const webhooks = kind('ValidatingWebhookConfiguration', 'validatingwebhookconfigurations');

/** The resource and the namespace. */
export interface Subject {
  readonly api: Api;
  readonly namespace: string;
  readonly resource: Resource;
  /** An object to test whether it is in effect; it is not stored. */
  readonly probe: KubeObject;
}

/** Removes it. */
export type End = () => Promise<void>;

/** Sets a field in each write, by a JSON patch of CEL. */
export async function mutateBy(subject: Subject, patch: string, isMutated: (probe: KubeObject) => boolean) {
  const name = `mutate-${subject.namespace}`;
  const mutations = [{ patchType: 'JSONPatch', jsonPatch: { expression: patch } }];
  const spec = { ...constraintsOf(subject), mutations, failurePolicy: 'Fail', reinvocationPolicy: 'Never' };
  await createObject(subject.api, mutatingPolicies, { metadata: { name }, spec });
  await createObject(subject.api, mutatingBindings, { metadata: { name }, spec: { policyName: name } });
  await until(async () => isMutated(await tryProbe(subject)));
  return ended(subject.api, name, [mutatingBindings, mutatingPolicies]);
}

/** Denies each write with 413, which no rule of the API itself returns. */
export async function denyAll(subject: Subject, message: string): Promise<End> {
  const name = `deny-${subject.namespace}`;
  const validations = [{ expression: 'false', message, reason: 'RequestEntityTooLarge' }];
  const spec = { ...constraintsOf(subject), validations, failurePolicy: 'Fail' };
  await createObject(subject.api, validatingPolicies, { metadata: { name }, spec });
  const binding = { policyName: name, validationActions: ['Deny'] };
  await createObject(subject.api, validatingBindings, { metadata: { name }, spec: binding });
  await until(() => isRefused(subject));
  return ended(subject.api, name, [validatingBindings, validatingPolicies]);
}

/** Calls a webhook that is unreachable: the API server answers with 500. */
export async function askAway(subject: Subject): Promise<End> {
  const name = `away-${subject.namespace}`;
  const { resourceRules, ...rest } = constraintsOf(subject).matchConstraints;
  const webhook = {
    name: 'away.example.com',
    clientConfig: { url: 'https://127.0.0.1:1/' },
    rules: resourceRules,
    ...rest,
    failurePolicy: 'Fail',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };
  await createObject(subject.api, webhooks, Object.assign({ metadata: { name } }, { webhooks: [webhook] }));
  await until(() => isRefused(subject));
  return ended(subject.api, name, [webhooks]);
}

function constraintsOf({ namespace, resource: { group, version, plural } }: Subject) {
  const rule = { apiGroups: [group], apiVersions: [version], resources: [plural], operations: ['CREATE', 'UPDATE'] };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  return { matchConstraints: { resourceRules: [rule], namespaceSelector } };
}

function tryProbe({ api, namespace, resource, probe }: Subject): Promise<KubeObject> {
  return api.request<KubeObject>('POST', `${collectionPath(resource, namespace)}?dryRun=All`, { body: probe });
}

async function isRefused(subject: Subject): Promise<boolean> {
  try {
    await tryProbe(subject);
    return false;
  } catch (error) {
    if (error instanceof RefusedError) return true;
    throw error;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

function ended(api: Api, name: string, resources: readonly Resource[]): End {
  return async () => {
    for (const resource of resources) await deleteObject(api, resource, { namespace: '', name });
  };
}
