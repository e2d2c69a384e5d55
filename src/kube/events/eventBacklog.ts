// Which Events wait to be sent? In each namespace in the order in which they came.
// More than a thousand means that nobody takes them: then the newest is dropped, of the namespace that has most.
import type { EventObject } from './eventObject.ts';

export interface Pending {
  readonly namespace: string;
  readonly name: string;
  readonly event: EventObject;
  readonly done: PromiseWithResolvers<void>;
}

const MOST_PENDING = 1000;

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

  /** Returns what was dropped for it: perhaps itself. */
  add(pending: Pending): Pending | undefined {
    const { namespace, name } = pending;
    const others = this.#byNamespace.get(namespace) ?? new Map<string, Pending>();
    others.set(name, pending);
    this.#byNamespace.set(namespace, others);
    this.#size += 1;
    return this.#size > MOST_PENDING ? this.#dropNewest() : undefined;
  }

  delete({ namespace, name }: Pending): void {
    const others = this.#byNamespace.get(namespace);
    if (others?.delete(name) === true) this.#size -= 1;
    if (others?.size === 0) this.#byNamespace.delete(namespace);
  }

  #dropNewest(): Pending | undefined {
    const [most] = [...this.#byNamespace.values()].toSorted((a, b) => b.size - a.size);
    const newest = [...(most?.values() ?? [])].at(-1);
    if (newest !== undefined) this.delete(newest);
    return newest;
  }
}
