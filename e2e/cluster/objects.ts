// Reads and writes objects by name, for tests that act as the user or the kubelet.
import { collectionPath, objectPath } from '../../src/kube/api/resourcePath.ts';
import { apiVersionOf, type ObjectName, type Resource } from '../../src/kube/resource.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { RefusedError, type Api } from './api.ts';

/** Undefined when there is none. */
export async function getObject<T extends KubeObject>(
  api: Api,
  resource: Resource,
  object: ObjectName,
): Promise<T | undefined> {
  try {
    return await api.request<T>('GET', objectPath(resource, object));
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return undefined;
    throw error;
  }
}

export async function listObjects<T extends KubeObject>(api: Api, resource: Resource, namespace = ''): Promise<T[]> {
  const { items } = await api.request<{ items: T[] }>('GET', collectionPath(resource, namespace));
  return items;
}

export function createObject<T extends KubeObject>(api: Api, resource: Resource, object: T): Promise<T> {
  const path = collectionPath(resource, object.metadata?.namespace);
  const body = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object };
  return api.request<T>('POST', path, { body });
}

/** By a PUT with the resourceVersion that was read; a conflict is refused. */
export function replaceObject<T extends KubeObject>(api: Api, resource: Resource, object: T): Promise<T> {
  const { namespace = '', name = '' } = object.metadata ?? {};
  return api.request<T>('PUT', objectPath(resource, { namespace, name }), { body: object });
}

export type PatchType = 'merge' | 'strategic-merge' | 'json';

export interface Patch extends ObjectName {
  readonly patch: unknown;
  readonly type?: PatchType;
  readonly subresource?: 'status';
}

export function patchObject<T extends KubeObject>(api: Api, resource: Resource, patch: Patch): Promise<T> {
  const { type = 'merge', subresource } = patch;
  const path = objectPath(resource, patch) + (subresource === undefined ? '' : `/${subresource}`);
  return api.request<T>('PATCH', path, { body: patch.patch, contentType: `application/${type}-patch+json` });
}

export interface Deletion extends ObjectName {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
}

export async function deleteObject(api: Api, resource: Resource, deletion: Deletion): Promise<void> {
  const { namespace, name, ...options } = deletion;
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...options };
  await api.request('DELETE', objectPath(resource, { namespace, name }), { body });
}

export async function createNamespace(api: Api, name: string, labels: Record<string, string> = {}): Promise<void> {
  await api.request('POST', '/api/v1/namespaces', { body: { metadata: { name, labels } } });
}
