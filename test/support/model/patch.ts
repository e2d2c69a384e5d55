// Applies a JSON patch (RFC 6902) to a document.
import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchOperation } from '../../../src/kube/api/jsonPatch.ts';
import { clone } from './object.ts';

type Container = unknown[] | Record<string, unknown>;

export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/** Applies all operations, or throws a PatchError. */
export function patched<T>(document: T, operations: readonly JsonPatchOperation[]): T {
  const result = clone(document);
  for (const operation of operations) applyOperation(result, operation);
  return result;
}

function applyOperation(document: unknown, operation: JsonPatchOperation): void {
  const keys = operation.path.split('/').slice(1).map(unescape);
  const key = keys.pop() ?? '';
  const container = keys.reduce(child, document);
  if (!isContainer(container)) throw new PatchError(`there is no ${operation.path}`);
  const exists = Object.hasOwn(container, key);
  if (operation.op !== 'add' && !exists) throw new PatchError(`there is no ${operation.path}`);
  if (operation.op === 'remove') removeFrom(container, key);
  else if (operation.op === 'add') addTo(container, key, operation.value);
  else if (operation.op === 'replace') Object.assign(container, { [key]: operation.value });
  else if (!isDeepStrictEqual(child(container, key), operation.value)) throw new PatchError('a test failed');
}

function unescape(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function child(value: unknown, key: string): unknown {
  if (!isContainer(value) || !Object.hasOwn(value, key)) return undefined;
  return Array.isArray(value) ? value[Number(key)] : value[key];
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function removeFrom(container: Container, key: string): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
}

function addTo(container: Container, key: string, value: unknown): void {
  if (!Array.isArray(container)) container[key] = value;
  else container.splice(key === '-' ? container.length : Number(key), 0, value);
}
