// Objects as the API model stores them.
import type { KubeObject } from '../../../src/kube/wire.ts';

export interface ModelMetadata extends NonNullable<KubeObject['metadata']> {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface ModelObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ModelMetadata;
  readonly [field: string]: unknown;
}

/** An object of any kind, as a client sends it. */
export type ModelBody = KubeObject | (KubeObject & Fields);

export type Fields = Readonly<Record<string, unknown>>;

/** A copy as over the wire: nothing is shared, and undefined fields are absent. */
export function clone<T>(value: T): T {
  const copy = copied(value);
  if (!isLike(copy, value)) throw new TypeError('Cannot clone: the copy has another type');
  return copy;
}

/** A clone of an object of the API. */
export function toModelObject(value: object): ModelObject {
  const copy = copied(value);
  if (!isModelObject(copy)) throw new TypeError('Cannot take a list for an object');
  return copy;
}

function isLike<T>(copy: unknown, original: T): copy is T {
  return typeof copy === typeof original;
}

function isModelObject(copy: unknown): copy is ModelObject {
  return isFields(copy);
}

// Looked up once: in Jest's sandbox each look-up of a global is slow.
const { isArray } = Array;
const { entries } = Object;

function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map(copied);
  const copy: Record<string, unknown> = {};
  for (const [name, field] of entries(value)) if (field !== undefined) copy[name] = copied(field);
  return copy;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; empty if it is none. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** An object without some of its fields. */
export function without(object: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
