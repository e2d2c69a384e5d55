// URL paths of resources and objects.
import type { ObjectName, Resource } from '../resource.ts';

/** The path of a collection; without a namespace that of the whole cluster. */
export function collectionPath(resource: Resource, namespace = ''): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${resource.plural}`;
}

export function objectPath(resource: Resource, object: ObjectName): string {
  return `${collectionPath(resource, object.namespace)}/${encodeURIComponent(object.name)}`;
}

/** Appends a query; undefined parameters are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
