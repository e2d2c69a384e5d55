// Finds objects by label within a namespace.
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

/** `withoutKeys`: labels that are not indexed because no selector uses them, such as hashes. */
export class LabelIndex<T extends Labelled> implements ObjectIndex<T> {
  readonly #withoutKeys: ReadonlySet<string>;
  readonly #index = new StoreIndex<T>(({ metadata: { namespace, labels } }) => this.#places(namespace, labels));

  constructor(withoutKeys: ReadonlySet<string> = new Set()) {
    this.#withoutKeys = withoutKeys;
  }

  /** The objects with the rarest of these labels; undefined when none of the labels is indexed. */
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
