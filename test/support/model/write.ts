// What the API server makes of an object before it stores it, for creates and updates.
import { isDeepStrictEqual } from 'node:util';
import { apiVersionOf, type Resource } from '../../../src/kube/resource.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { kindOf } from './kinds.ts';
import { toModelObject, without, type ModelObject } from './object.ts';

/** The fields that only the server sets. */
export interface Birth {
  readonly uid: string;
  readonly creationTimestamp: string;
}

export function newborn(resource: Resource, body: KubeObject, birth: Birth): ModelObject {
  const kind = kindOf(resource);
  const generation = kind.generationOf === undefined ? {} : { generation: 1 };
  const metadata = { ...body.metadata, ...birth, ...generation };
  const content = kind.hasStatus ? without({ ...body }, 'status') : body;
  const object = { ...content, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
  return kind.complete(toModelObject(object));
}

/** The object after an update, which leaves the status alone where there is a subresource for it. */
export function updated(resource: Resource, stored: ModelObject, body: KubeObject): ModelObject {
  const next = toModelObject(body);
  if (!kindOf(resource).hasStatus) return next;
  const { status } = stored;
  return toModelObject({ ...next, status });
}

/** The successor with all immutable fields, or undefined when nothing has changed. */
export function successor(resource: Resource, stored: ModelObject, next: ModelObject): ModelObject | undefined {
  const kind = kindOf(resource);
  const { uid, creationTimestamp, resourceVersion, generation, deletionTimestamp, namespace } = stored.metadata;
  const fixed = { uid, creationTimestamp, resourceVersion, generation, deletionTimestamp, namespace };
  const { apiVersion } = stored;
  const whole = kind.complete(
    toModelObject({ ...next, apiVersion, kind: stored.kind, metadata: { ...next.metadata, ...fixed } }),
  );
  if (isDeepStrictEqual(whole, stored)) return undefined;
  if (generation === undefined || isDeepStrictEqual(kind.generationOf?.(whole), kind.generationOf?.(stored)))
    return whole;
  return { ...whole, metadata: { ...whole.metadata, generation: generation + 1 } };
}
