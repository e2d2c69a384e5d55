// Whose turn is it among flows, so that none that brings much keeps the others waiting?
// Flows take turns; within a flow the first to come is the first to go. The next one is where an iterator stands, so
// that a turn costs the same among ten thousand.

interface Flow<T> {
  readonly items: Set<T>;
  /** At the first item: each one is deleted when it is taken. */
  readonly ahead: Iterator<T, undefined, void>;
}

export class FlowQueue<T extends { readonly flow: string }> {
  readonly #flows = new Map<string, Flow<T>>();
  /** Flows that come meanwhile are still ahead of it. */
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

  /** Nothing happens when it is not in the queue. */
  delete(item: T): void {
    const flow = this.#flows.get(item.flow);
    if (flow === undefined || !flow.items.delete(item)) return;
    this.#size -= 1;
    if (flow.items.size === 0) this.#flows.delete(item.flow);
  }

  /** Of the next flow that may have its turn. */
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
