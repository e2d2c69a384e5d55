// A client of the API model, into whose requests a test can inject faults.
import type { ApiClient, ApplyOptions, DeletePreconditions, ListOptions } from '../../../src/kube/api/apiClient.ts';
import type { JsonPatchOperation } from '../../../src/kube/api/jsonPatch.ts';
import { objectKey, type ObjectName, type Resource } from '../../../src/kube/resource.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import type { ApiModel } from './apiModel.ts';
import type { Fault } from './fault.ts';

export type ModelVerb = 'get' | 'list' | 'create' | 'update' | 'updateStatus' | 'apply' | 'jsonPatch' | 'delete';

/** A request that the client has sent. */
export interface ModelRequest {
  readonly verb: ModelVerb;
  readonly resource: Resource;
  /** "namespace/name", or the namespace of a list. */
  readonly key: string;
}

export class ModelClient implements ApiClient {
  /** All requests in order, failed ones included. */
  readonly requests: ModelRequest[] = [];
  readonly #model: ApiModel;
  readonly #faults: Fault[] = [];

  constructor(model: ApiModel) {
    this.#model = model;
  }

  get writes(): readonly ModelRequest[] {
    return this.requests.filter(({ verb }) => verb !== 'get' && verb !== 'list');
  }

  /** Injects a fault into matching requests; the returned function removes it. */
  inject(fault: Fault): () => void {
    this.#faults.unshift(fault);
    return () => this.#faults.splice(this.#faults.indexOf(fault), 1);
  }

  get<T extends KubeObject>(resource: Resource, object: ObjectName): Promise<T> {
    return this.#run({ verb: 'get', resource, key: objectKey(object) }, () => this.#model.get(resource, object));
  }

  list<T extends KubeObject>(resource: Resource, options: ListOptions): Promise<readonly T[]> {
    const request: ModelRequest = { verb: 'list', resource, key: options.namespace ?? '' };
    return this.#run(request, () => this.#model.list(resource, options));
  }

  create<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    return this.#run({ verb: 'create', resource, key: keyOf(body) }, () => this.#model.create(resource, body));
  }

  update<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    return this.#run({ verb: 'update', resource, key: keyOf(body) }, () => this.#model.update(resource, body));
  }

  updateStatus<T extends KubeObject>(resource: Resource, body: T): Promise<T> {
    const request: ModelRequest = { verb: 'updateStatus', resource, key: keyOf(body) };
    return this.#run(request, () => this.#model.updateStatus(resource, body));
  }

  apply<T extends KubeObject>(resource: Resource, body: KubeObject, options: ApplyOptions): Promise<T> {
    const request: ModelRequest = { verb: 'apply', resource, key: keyOf(body) };
    return this.#run(request, () => this.#model.apply(resource, body, options));
  }

  jsonPatch<T extends KubeObject>(
    resource: Resource,
    object: ObjectName,
    operations: readonly JsonPatchOperation[],
  ): Promise<T> {
    const request: ModelRequest = { verb: 'jsonPatch', resource, key: objectKey(object) };
    return this.#run(request, () => this.#model.jsonPatch(resource, object, operations));
  }

  async delete(resource: Resource, object: ObjectName, preconditions: DeletePreconditions): Promise<void> {
    const request: ModelRequest = { verb: 'delete', resource, key: objectKey(object) };
    await this.#run(request, () => this.#model.delete(resource, object, preconditions));
  }

  /** Never synchronous: the caller continues first, as with a real request. */
  async #run<T>(request: ModelRequest, execute: () => unknown): Promise<T> {
    this.requests.push(request);
    await Promise.resolve();
    const fault = this.#faults.find((candidate) => candidate.meets(request));
    const result = fault === undefined ? execute() : await fault.happen(request, execute);
    // As with the real server, the caller states the type of the answer.
    const answer: T = JSON.parse(JSON.stringify(result ?? null));
    return answer;
  }
}

function keyOf({ metadata }: KubeObject): string {
  return objectKey({ namespace: metadata?.namespace, name: metadata?.name ?? '' });
}
