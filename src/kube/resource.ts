// Kinds and names of objects.

/** A kind and its place in the API; the core group is ''. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

/** The namespace is '' for cluster-scoped objects. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** One string per object, "namespace/name": the key of stores and queues. */
export function objectKey(object: { readonly namespace?: string | undefined; readonly name: string }): string {
  // join, not +: V8 keeps the parts of a concatenated string, and there are a hundred thousand keys.
  return [object.namespace ?? '', object.name].join('/');
}

/** The inverse of objectKey. Neither part can contain a slash. */
export function parseKey(key: string): ObjectName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) };
}

/** The apiVersion of objects: "v1" or "group/version". */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
