// The interface to the Kubernetes API. Every method rejects with an ApiError. Objects keep all their fields,
// unknown ones and microseconds included, so that a PUT of a cached object removes nothing of other clients.
import type { ObjectName, Resource } from '../resource.ts';
import type { KubeObject } from '../wire.ts';
import type { JsonPatchOperation } from './jsonPatch.ts';

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** Such as "metadata.name=orders", which RBAC treats as a request for that one object. */
  readonly fieldSelector?: string;
}

export interface Reading<T> {
  /** Decodes an item of a protobuf list; without it the list is requested as JSON. */
  readonly fromProtobuf?: (message: Buffer) => T;
}

export interface ApplyOptions {
  readonly fieldManager: string;
  readonly force: boolean;
}

export interface DeletePreconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export interface ApiClient {
  get<T extends KubeObject>(resource: Resource, object: ObjectName): Promise<T>;
  /** All pages, as of one resourceVersion that is not older than the call. */
  list<T extends KubeObject>(resource: Resource, options: ListOptions & Reading<T>): Promise<readonly T[]>;
  create<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  /** PUT. A resourceVersion in the body makes it fail with a conflict after another write. */
  update<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  updateStatus<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  /** Server-side apply. */
  apply<T extends KubeObject>(resource: Resource, body: KubeObject, options: ApplyOptions): Promise<T>;
  jsonPatch<T extends KubeObject>(
    resource: Resource,
    object: ObjectName,
    operations: readonly JsonPatchOperation[],
  ): Promise<T>;
  /** Deletes with propagation policy Background: dependents are collected later. */
  delete(resource: Resource, object: ObjectName, preconditions: DeletePreconditions): Promise<void>;
}
