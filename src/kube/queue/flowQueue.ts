// A round-robin queue of flows: first in, first out within a flow, and no flow delays the others by its length.
// An iterator marks the next flow, so that take() costs the same among ten thousand flows.

interface Flow<T> {
  readonly items: Set<T>;
  /** Stands before the first item, because each one is deleted when it is taken. */
  readonly ahead: Iterator<T, undefined, void>;
}

export class FlowQueue<T extends { readonly flow: string }> {
  readonly #flows = new Map<string, Flow<T>>();
  /** Also reaches flows that are added meanwhile. */
  #turns = this.#flows.entries();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: T): void {
    const known = this.#flows.get(item.flow) ?? newFlow<T>();
    known.items.add(item);
    this.#flows.set(item.flow, known);
    this.#size += 1;
  }

  /** Ignores an item that is not in the queue. */
  delete(item: T): void {
    const flow = this.#flows.get(item.flow);
    if (flow === undefined || !flow.items.delete(item)) return;
    this.#size -= 1;
    if (flow.items.size === 0) this.#flows.delete(item.flow);
  }

  /** Removes and returns the first item of the next flow that may start. */
  take(mayHaveTurn: (flow: string) => boolean): T | undefined {
    for (let untried = this.#flows.size; untried > 0; untried--) {
      const [name, flow] = this.#nextFlow();
      if (flow === undefined || !mayHaveTurn(name)) continue;
      const item = flow.ahead.next().value;
      if (item !== undefined) this.delete(item);
      return item;
    }
    return undefined;
  }

  clear(): void {
    this.#flows.clear();
    this.#size = 0;
  }

  #nextFlow(): readonly [string, Flow<T> | undefined] {
    const next = this.#turns.next();
    if (next.done !== true) return next.value;
    this.#turns = this.#flows.entries();
    return this.#turns.next().value ?? ['', undefined];
  }
}

function newFlow<T>(): Flow<T> {
  const items = new Set<T>();
  return { items, ahead: items.values() };
}
