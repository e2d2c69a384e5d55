// What do objects look like as the API sends them?
// client-node's types describe them, but with Dates that lose microseconds: here every time is the string on the wire.
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

/** What every object of the API has. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}
