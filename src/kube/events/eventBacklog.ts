// The Events that wait to be sent, in order of arrival in each namespace. Bounded: above 1000 the newest Event of the
// namespace with the most is dropped.
import type { EventObject } from './eventObject.ts';

export interface Pending {
  readonly namespace: string;
  readonly name: string;
  readonly event: EventObject;
  readonly done: PromiseWithResolvers<void>;
}

const MAX_PENDING = 1000;

export class EventBacklog {
  readonly #byNamespace = new Map<string, Map<string, Pending>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  find({ namespace, name }: Pick<Pending, 'namespace' | 'name'>): Pending | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  first(namespace: string): Pending | undefined {
    return this.#byNamespace.get(namespace)?.values().next().value;
  }

  /** Returns the Event that was dropped to make room, which may be the new one. */
  add(pending: Pending): Pending | undefined {
    const { namespace, name } = pending;
    const others = this.#byNamespace.get(namespace) ?? new Map<string, Pending>();
    others.set(name, pending);
    this.#byNamespace.set(namespace, others);
    this.#size += 1;
    return this.#size > MAX_PENDING ? this.#dropNewest() : undefined;
  }

  delete({ namespace, name }: Pending): void {
    const others = this.#byNamespace.get(namespace);
    if (others?.delete(name) === true) this.#size -= 1;
    if (others?.size === 0) this.#byNamespace.delete(namespace);
  }

  #dropNewest(): Pending | undefined {
    const [largest] = [...this.#byNamespace.values()].toSorted((a, b) => b.size - a.size);
    const newest = [...(largest?.values() ?? [])].at(-1);
    if (newest !== undefined) this.delete(newest);
    return newest;
  }
}
