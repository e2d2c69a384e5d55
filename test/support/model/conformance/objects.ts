// Objects for the conformance tests, with unique names.
import { expect } from '@jest/globals';
import type { ApiClient } from '../../../../src/kube/api/apiClient.ts';
import type { Resource } from '../../../../src/kube/resource.ts';
import type { KubeObject } from '../../../../src/kube/wire.ts';

export interface ApiUnderTest {
  readonly client: ApiClient;
  readonly namespace: string;
}

export interface AnyObject extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export const slices: Resource = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
};
export const services: Resource = { group: '', version: 'v1', plural: 'services', kind: 'Service' };
export const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
export const asvcs: Resource = {
  group: 'activestandby.dev',
  version: 'v1alpha1',
  plural: 'activestandbyservices',
  kind: 'ActiveStandbyService',
};

let names = 0;

/** A unique name, so that tests do not share objects. */
export function fresh(
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
): NonNullable<KubeObject['metadata']> {
  names += 1;
  return { namespace, name: `thing-${names}`, labels };
}

export function slice(namespace: string, labels = {}): AnyObject {
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
  return { metadata: fresh(namespace, labels), addressType: 'IPv4', endpoints: [{ addresses: ['10.9.0.1'] }], ports };
}

export function asvc(namespace: string): AnyObject {
  const service = { type: 'ClusterIP', ports: [{ port: 80 }] };
  return { metadata: fresh(namespace), spec: { selector: { matchLabels: { app: 'a' } }, service } };
}

export function service(namespace: string): AnyObject {
  return { metadata: fresh(namespace), spec: { ports: [{ port: 80 }] } };
}

export function pod(namespace: string, nodeName?: string): AnyObject {
  const containers = [{ name: 'main', image: 'none' }];
  return { metadata: fresh(namespace), spec: { containers, ...(nodeName === undefined ? {} : { nodeName }) } };
}

export function nameOf({ metadata }: KubeObject): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}

/** The error with which a request was refused. */
export async function refusal(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => expect('a refusal').toBe('given'),
    (error: unknown) => error,
  );
}
