// The API client over HTTP: builds the request of each operation.
import { RisingPriority } from '../queue/risingPriority.ts';
import { apiVersionOf, type ObjectName, type Resource } from '../resource.ts';
import type { SendRequest } from '../transport/transport.ts';
import type { KubeObject } from '../wire.ts';
import { callApi, type ApiCall, type Caller } from './apiCall.ts';
import type { ApiClient, ApplyOptions, DeletePreconditions, ListOptions, Reading } from './apiClient.ts';
import type { JsonPatchOperation } from './jsonPatch.ts';
import { listPages } from './pagedList.ts';
import { collectionPath, objectPath, withQuery } from './resourcePath.ts';

export class HttpApiClient implements ApiClient {
  readonly #caller: Caller;
  readonly #priority: RisingPriority;

  constructor(caller: Caller, priority = new RisingPriority('urgent')) {
    this.#caller = caller;
    this.#priority = priority;
  }

  get<T extends KubeObject>(resource: Resource, object: ObjectName): Promise<T> {
    const request = call('GET', objectPath(resource, object));
    return this.#call({ action: 'get', verb: 'get', resource, object, request });
  }

  async list<T extends KubeObject>(resource: Resource, options: ListOptions & Reading<T>): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const page of listPages<T>(this.#caller, { resource, ...options })) found.push(...page.items);
    return found;
  }

  create<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    const object = nameOf(body);
    const request = { ...call('POST', collectionPath(resource, object.namespace)), body: toJson(resource, body) };
    return this.#call({ action: 'create', verb: 'create', resource, object, request });
  }

  update<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    const object = nameOf(body);
    const request = { ...call('PUT', objectPath(resource, object)), body: toJson(resource, body) };
    return this.#call({ action: 'update', verb: 'update', resource, object, request });
  }

  updateStatus<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    const object = nameOf(body);
    const request = { ...call('PUT', `${objectPath(resource, object)}/status`), body: toJson(resource, body) };
    const subresource = 'status';
    return this.#call({ action: 'update the status of', verb: 'update', resource, subresource, object, request });
  }

  apply<T extends KubeObject>(resource: Resource, body: KubeObject, options: ApplyOptions): Promise<T> {
    const object = nameOf(body);
    const query = { fieldManager: options.fieldManager, force: String(options.force) };
    const path = withQuery(objectPath(resource, object), query);
    // Server-side apply takes YAML only, and JSON is YAML.
    const content = { body: toJson(resource, body), contentType: 'application/apply-patch+yaml' };
    return this.#call({
      action: 'apply',
      verb: 'patch',
      resource,
      object,
      request: { ...call('PATCH', path), ...content },
    });
  }

  jsonPatch<T extends KubeObject>(
    resource: Resource,
    object: ObjectName,
    operations: readonly JsonPatchOperation[],
  ): Promise<T> {
    const content = { body: JSON.stringify(operations), contentType: 'application/json-patch+json' };
    const request = { ...call('PATCH', objectPath(resource, object)), ...content };
    return this.#call({ action: 'patch', verb: 'patch', resource, object, request });
  }

  async delete(resource: Resource, object: ObjectName, preconditions: DeletePreconditions): Promise<void> {
    const options = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background', preconditions };
    const request = { ...call('DELETE', objectPath(resource, object)), body: JSON.stringify(options) };
    await this.#call({ action: 'delete', verb: 'delete', resource, object, request });
  }

  #call<T>(apiCall: ApiCall): Promise<T> {
    const { namespace = '' } = apiCall.object;
    const request = { ...apiCall.request, priority: this.#priority, namespace };
    return callApi<T>(this.#caller, { ...apiCall, request });
  }
}

function call(method: SendRequest['method'], path: string): SendRequest {
  return { pool: 'calls', method, path };
}

function nameOf({ metadata }: KubeObject): ObjectName {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}

/** Adds apiVersion and kind, which items of a list lack and the API requires. */
function toJson(resource: Resource, body: KubeObject): string {
  return JSON.stringify({ ...body, apiVersion: apiVersionOf(resource), kind: resource.kind });
}
