// How does the operator ask the API for something, and change it?
// The one way to make a request. Every method rejects with an ApiError; objects come as the API sent them, unknown
// fields and microseconds included, so that a PUT of a cached object destroys nothing of anybody else's.
import type { ObjectName, Resource } from '../resource.ts';
import type { KubeObject } from '../wire.ts';
import type { JsonPatchOperation } from './jsonPatch.ts';

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** Such as "metadata.name=orders": as RBAC sees it, a request for that one object. */
  readonly fieldSelector?: string;
}

export interface Reading<T> {
  /** Reads an item of a list that comes as protobuf; without it lists come as JSON. */
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
  /** All pages, as of one moment that is not before the call. */
  list<T extends KubeObject>(resource: Resource, options: ListOptions & Reading<T>): Promise<readonly T[]>;
  create<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  /** PUT: with a resourceVersion in the body, only if nobody wrote since. */
  update<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  updateStatus<T extends KubeObject>(resource: Resource, body: T): Promise<T>;
  /** Server-side apply. */
  apply<T extends KubeObject>(resource: Resource, body: KubeObject, options: ApplyOptions): Promise<T>;
  jsonPatch<T extends KubeObject>(
    resource: Resource,
    object: ObjectName,
    operations: readonly JsonPatchOperation[],
  ): Promise<T>;
  /** Deletes in the background: what the object owns follows later. */
  delete(resource: Resource, object: ObjectName, preconditions: DeletePreconditions): Promise<void>;
}
