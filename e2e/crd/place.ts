// Sets a value at a place such as `spec.service.ports[0].port` of a copy of an object.

export function withValue<T>(object: T, place: string, value: unknown): T {
  const copy = structuredClone(object);
  const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((node, key) => child(node, key, place), copy);
  put(parent, last, { value, place });
  return copy;
}

function child(node: unknown, key: string, place: string): unknown {
  if (!isContainer(node) || !(key in node)) throw new Error(`There is no ${key} on the way to ${place}`);
  return node[key];
}

function put(parent: unknown, key: string, { value, place }: { value: unknown; place: string }): void {
  if (!isContainer(parent)) throw new Error(`There is no object around ${place}`);
  if (value === undefined) delete parent[key];
  else parent[key] = value;
}

function isContainer(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null;
}
