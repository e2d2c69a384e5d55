// Under which path does the API serve a resource?
import type { ObjectName, Resource } from '../resource.ts';

/** The path of all objects of a kind; without a namespace those of the whole cluster. */
export function collectionPath(resource: Resource, namespace = ''): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${resource.plural}`;
}

export function objectPath(resource: Resource, object: ObjectName): string {
  return `${collectionPath(resource, object.namespace)}/${encodeURIComponent(object.name)}`;
}

/** A path with its query; parameters that are undefined are left out. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, value);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}
