// Which objects have a given label?
// Only the label keys that somebody asks for are indexed: most labels, such as hashes and ordinals, nobody selects by.
import type { ObjectIndex } from './objectIndex.ts';
import { objectKey } from './resource.ts';
import { StoreIndex } from './storeIndex.ts';

export interface Labelled {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** More keys than anybody needs; whoever invents labels without end must not make every object costly. */
const MOST_KEYS = 256;

export class LabelIndex<T extends Labelled> implements ObjectIndex<T> {
  readonly #byKey = new Map<string, StoreIndex<T>>();

  /** From now on objects are found by this label key, those that are there already too. */
  add(labelKey: string, objects: Iterable<T>): void {
    if (this.#byKey.has(labelKey) || this.#byKey.size >= MOST_KEYS) return;
    const index = new StoreIndex<T>(({ metadata: { namespace, labels } }) =>
      Object.hasOwn(labels, labelKey) ? [valueKey(namespace, labels[labelKey])] : [],
    );
    for (const object of objects) index.insert(objectKey(object.metadata), object);
    this.#byKey.set(labelKey, index);
  }

  /** Those with one of the labels, the one that fewest have; undefined when none of the keys is indexed. */
  fewest(namespace: string, labels: Readonly<Record<string, string>>): readonly T[] | undefined {
    const found = Object.entries(labels).flatMap(([labelKey, value]) => {
      const index = this.#byKey.get(labelKey);
      return index === undefined ? [] : [{ index, value: valueKey(namespace, value) }];
    });
    const [best] = found.toSorted((a, b) => a.index.count(a.value) - b.index.count(b.value));
    return best?.index.find(best.value);
  }

  insert(key: string, object: T): void {
    for (const labelKey of Object.keys(object.metadata.labels)) this.#byKey.get(labelKey)?.insert(key, object);
  }

  remove(key: string, object: T): void {
    for (const labelKey of Object.keys(object.metadata.labels)) this.#byKey.get(labelKey)?.remove(key, object);
  }
}

function valueKey(namespace: string, value = ''): string {
  return [namespace, value].join('/');
}
