// An API server in memory. Versions, conflicts, preconditions, generations and the status subresource behave as on a
// real server: the same tests run against both. Everything happens at once; delays and faults are injected in
// ModelClient.
import type { ApplyOptions, DeletePreconditions, ListOptions } from '../../../src/kube/api/apiClient.ts';
import type { ApiRequestName } from '../../../src/kube/api/apiError.ts';
import type { JsonPatchOperation } from '../../../src/kube/api/jsonPatch.ts';
import type { ObjectName, Resource } from '../../../src/kube/resource.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { applied } from './apply.ts';
import { kindOf } from './kinds.ts';
import { clone, toModelObject, type Fields, type ModelBody, type ModelObject } from './object.ts';
import { patched, PatchError } from './patch.ts';
import { alreadyExists, conflict, invalid, notFound } from './refusal.ts';
import { selects } from './selector.ts';
import { ModelStorage } from './storage.ts';
import { newborn, successor, updated } from './write.ts';

export class ApiModel {
  /** Every version that was ever stored, and the watchers. */
  readonly storage = new ModelStorage();
  /** By UID: what each field manager applied last. */
  readonly #appliedBy = new Map<string, Fields>();
  readonly #nowMs: () => number;
  #uids = 0;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  get(resource: Resource, object: ObjectName): ModelObject {
    return clone(this.#stored({ action: 'get', resource, object }));
  }

  list(resource: Resource, options: ListOptions = {}): readonly ModelObject[] {
    const { namespace = '', labelSelector = '', fieldSelector = '' } = options;
    const all = this.storage.all(resource);
    const inNamespace = all.filter(({ metadata }) => namespace === '' || metadata.namespace === namespace);
    // The only field selector is by name.
    const named = inNamespace.filter(({ metadata: { name } }) => selects(fieldSelector, { 'metadata.name': name }));
    return clone(named.filter(({ metadata }) => selects(labelSelector, metadata.labels ?? {})));
  }

  create(resource: Resource, body: ModelBody): ModelObject {
    const object = nameOf(body);
    if (this.storage.find(resource, object)) throw alreadyExists({ action: 'create', resource, object });
    this.#uids += 1;
    const uid = `00000000-0000-4000-8000-${String(this.#uids).padStart(12, '0')}`;
    const creationTimestamp = this.#timestamp();
    return clone(this.storage.commit('ADDED', resource, newborn(resource, body, { uid, creationTimestamp })));
  }

  update(resource: Resource, body: ModelBody): ModelObject {
    const request = { action: 'update', resource, object: nameOf(body) };
    const stored = this.#stored(request, body);
    if (kindOf(resource).needsVersion && body.metadata?.resourceVersion === undefined)
      throw invalid(request, 'metadata.resourceVersion: must be specified for an update');
    return clone(this.#replace(request, stored, updated(resource, stored, body)));
  }

  updateStatus(resource: Resource, body: ModelBody): ModelObject {
    const request = { action: 'update the status of', resource, object: nameOf(body) };
    const stored = this.#stored(request, body);
    const { status } = toModelObject(body);
    return clone(this.#replace(request, stored, { ...stored, status }));
  }

  apply(resource: Resource, body: ModelBody, { fieldManager }: ApplyOptions): ModelObject {
    const request = { action: 'apply', resource, object: nameOf(body) };
    const found = this.storage.find(resource, request.object);
    const { uid = found?.metadata.uid } = body.metadata ?? {};
    if (uid !== found?.metadata.uid)
      throw found === undefined
        ? conflict(request, 'uid mismatch')
        : invalid(request, 'metadata.uid: field is immutable');
    const stored = found ?? this.create(resource, body);
    const key = `${stored.metadata.uid} ${fieldManager}`;
    const next: Fields = toModelObject(body);
    const merged = applied(stored, this.#appliedBy.get(key) ?? {}, next);
    this.#appliedBy.set(key, next);
    return clone(found === undefined ? stored : this.#replace(request, stored, toModelObject(merged)));
  }

  jsonPatch(resource: Resource, object: ObjectName, operations: readonly JsonPatchOperation[]): ModelObject {
    const request = { action: 'patch', resource, object };
    const stored = this.#stored(request);
    try {
      return clone(this.#replace(request, stored, updated(resource, stored, patched(stored, operations))));
    } catch (error) {
      throw error instanceof PatchError ? invalid(request, error.message) : error;
    }
  }

  /** A pod with a node, or an object with a finalizer, terminates first; `remove` ends that. */
  delete(resource: Resource, object: ObjectName, preconditions: DeletePreconditions = {}): void {
    const request = { action: 'delete', resource, object };
    const stored = this.#stored(request);
    const { uid = stored.metadata.uid, resourceVersion = stored.metadata.resourceVersion } = preconditions;
    if (uid !== stored.metadata.uid) throw conflict(request, 'the UID in the precondition does not match');
    if (resourceVersion !== stored.metadata.resourceVersion)
      throw conflict(request, 'the ResourceVersion in the precondition does not match');
    const { finalizers = [] } = stored.metadata;
    if (finalizers.length > 0 || kindOf(resource).lingers?.(stored) === true) this.#terminate(resource, stored);
    else this.storage.commit('DELETED', resource, stored);
  }

  /** Removes the object at once. */
  remove(resource: Resource, object: ObjectName): void {
    this.storage.commit('DELETED', resource, this.#stored({ action: 'remove', resource, object }));
  }

  /** Sets the object, status included, whatever it was before. */
  put(resource: Resource, body: ModelBody): ModelObject {
    const object = nameOf(body);
    const stored = this.storage.find(resource, object) ?? this.create(resource, body);
    return clone(this.#replace({ action: 'put', resource, object }, stored, toModelObject(body)));
  }

  #stored(request: ApiRequestName & { readonly object: ObjectName }, body: ModelBody = {}): ModelObject {
    const stored = this.storage.find(request.resource, request.object);
    if (stored === undefined) throw notFound(request);
    const { uid = stored.metadata.uid, resourceVersion = stored.metadata.resourceVersion } = body.metadata ?? {};
    if (uid !== stored.metadata.uid) throw conflict(request, 'the UID does not match');
    if (resourceVersion !== stored.metadata.resourceVersion) throw conflict(request);
    return stored;
  }

  #replace(request: ApiRequestName, stored: ModelObject, next: ModelObject): ModelObject {
    const { resource } = request;
    const whole = successor(resource, stored, next);
    if (whole === undefined) return stored;
    const problem = kindOf(resource).problem?.(stored, whole);
    if (problem !== undefined) throw invalid(request, problem);
    return this.storage.commit('MODIFIED', resource, whole);
  }

  #terminate(resource: Resource, stored: ModelObject): void {
    const { deletionTimestamp = this.#timestamp() } = stored.metadata;
    if (stored.metadata.deletionTimestamp !== undefined) return;
    const metadata = { ...stored.metadata, deletionTimestamp, deletionGracePeriodSeconds: 30 };
    this.storage.commit('MODIFIED', resource, { ...stored, metadata });
  }

  /** Whole seconds, as the server writes them. */
  #timestamp(): string {
    return new Date(this.#nowMs()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

function nameOf({ metadata }: KubeObject): ObjectName {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}
