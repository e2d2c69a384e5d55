// Which objects have a given label?
import type { ObjectIndex } from './objectIndex.ts';
import { StoreIndex } from './storeIndex.ts';

export interface Labelled {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

type Labels = Readonly<Record<string, string>>;

/** `withoutKeys`: labels that nobody looks for, such as hashes. */
export class LabelIndex<T extends Labelled> implements ObjectIndex<T> {
  readonly #withoutKeys: ReadonlySet<string>;
  readonly #index = new StoreIndex<T>(({ metadata: { namespace, labels } }) => this.#places(namespace, labels));

  constructor(withoutKeys: ReadonlySet<string> = new Set()) {
    this.#withoutKeys = withoutKeys;
  }

  /** Those with one of the labels, the one that fewest have; undefined when none of them is indexed. */
  fewest(namespace: string, labels: Labels): readonly T[] | undefined {
    const places = this.#places(namespace, labels);
    const [best] = places.toSorted((a, b) => this.#index.count(a) - this.#index.count(b));
    return best === undefined ? undefined : this.#index.find(best);
  }

  insert(key: string, object: T): void {
    this.#index.insert(key, object);
  }

  remove(key: string, object: T): void {
    this.#index.remove(key, object);
  }

  #places(namespace: string, labels: Labels): readonly string[] {
    const indexed = Object.entries(labels).filter(([key]) => !this.#withoutKeys.has(key));
    return indexed.map(([key, value]) => `${namespace}/${key}=${value}`);
  }
}
