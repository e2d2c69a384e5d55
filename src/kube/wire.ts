// Types of objects as the API sends them: client-node's types, but with times as strings, because Date loses
// microseconds.
import type { V1ObjectMeta } from '@kubernetes/client-node';

/** A type of client-node as JSON: times are RFC 3339 strings, and everything is readonly because caches share it. */
export type Wire<T> = unknown extends T
  ? T
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Wire<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Wire<T[Key]> }
        : T;

export type ObjectMeta = Wire<V1ObjectMeta>;

/** The common fields of all API objects. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}
