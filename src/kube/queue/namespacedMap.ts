// A map by "namespace/name" that counts its keys per namespace.
import { parseKey } from '../resource.ts';

export class NamespacedMap<T> {
  readonly #values = new Map<string, T>();
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#values.size;
  }

  keys(): Iterable<string> {
    return this.#values.keys();
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The number of keys in the namespace of this one. */
  countBeside(key: string): number {
    return this.#counts.get(parseKey(key).namespace) ?? 0;
  }

  set(key: string, value: T): void {
    if (!this.#values.has(key)) this.#count(key, 1);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#count(key, -1);
  }

  #count(key: string, change: number): void {
    const { namespace } = parseKey(key);
    const count = (this.#counts.get(namespace) ?? 0) + change;
    if (count > 0) this.#counts.set(namespace, count);
    else this.#counts.delete(namespace);
  }
}
