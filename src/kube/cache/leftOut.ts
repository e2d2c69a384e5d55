// Reports the objects of a kind that are left out because they cannot be read: each time that one is received,
// marked as repeated after the first.
import type { KubeObserver } from '../observer.ts';
import { objectKey, type ObjectName, type Resource } from '../resource.ts';
import type { Unreadable } from '../unreadable.ts';

/** Bounds memory when a client creates many unreadable objects. */
const MOST_REMEMBERED = 1000;

export class LeftOut {
  readonly #resource: Resource;
  readonly #observer: Pick<KubeObserver, 'objectRejected'>;
  readonly #keys = new Set<string>();

  constructor(resource: Resource, observer: Pick<KubeObserver, 'objectRejected'>) {
    this.#resource = resource;
    this.#observer = observer;
  }

  add({ name, error }: Unreadable): void {
    const key = name === undefined ? '' : objectKey(name);
    const isRepeated = this.#keys.has(key);
    if (this.#keys.size < MOST_REMEMBERED) this.#keys.add(key);
    this.#observer.objectRejected({ resource: this.#resource, name, error, isRepeated });
  }

  /** The object can be read again, or is gone. */
  delete(name: ObjectName): void {
    if (this.#keys.size > 0) this.#keys.delete(objectKey(name));
  }

  /** Forgets all others: only these were left out of a complete list. */
  keepOnly(unreadable: readonly Unreadable[]): void {
    const keys = new Set(unreadable.map(({ name }) => (name === undefined ? '' : objectKey(name))));
    for (const key of this.#keys) if (!keys.has(key)) this.#keys.delete(key);
  }
}
