// Which kind of object is meant, and which one of them?

/** A kind of object and where the API serves it; the core group is ''. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

/** The name of an object; the namespace is '' for objects that live in none. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** One string per object, "namespace/name": the key of stores and queues. */
export function objectKey(object: { readonly namespace?: string | undefined; readonly name: string }): string {
  // Joined, not added: an added string remembers its parts for ever, and there are a hundred thousand of these.
  return [object.namespace ?? '', object.name].join('/');
}

/** The inverse of objectKey. Neither part can contain a slash. */
export function parseKey(key: string): ObjectName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) };
}

/** "v1" or "group/version", as objects name it. */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}
