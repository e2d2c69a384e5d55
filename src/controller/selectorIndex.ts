// Which objects select a pod?
// Each object stands under one label that its pods must have, the one that fewest other objects stand under; so a pod's
// labels lead to few objects, however many there are. An object that asks for no certain label is asked about each pod.
import type { PodSelector } from '../api/activeStandbyService.generated.ts';
import { matches } from '../desired/selector.ts';
import type { PodView } from '../election/podView.ts';
import type { ObjectIndex } from '../kube/objectIndex.ts';
import type { CachedAsvc } from './cachedObject.ts';

type Place = Map<string, CachedAsvc>;

export class SelectorIndex implements ObjectIndex<CachedAsvc> {
  readonly #places = new Map<string, Place>();
  /** Under which label each object stands. */
  readonly #placeOf = new Map<string, string>();

  selecting({ metadata: { namespace, labels } }: PodView): readonly CachedAsvc[] {
    const names = Object.entries(labels).map(([key, value]) => placeName(namespace, key, value));
    const candidates = [...names, namespace].flatMap((name) => [...(this.#places.get(name)?.values() ?? [])]);
    return candidates.filter((asvc) => asvc.selector !== undefined && matches(asvc.selector, labels));
  }

  insert(key: string, asvc: CachedAsvc): void {
    const { selector } = asvc;
    if (selector === undefined) return;
    const name = this.#leastCrowded(asvc.metadata.namespace, selector);
    const place = this.#places.get(name) ?? new Map<string, CachedAsvc>();
    this.#places.set(name, place.set(key, asvc));
    this.#placeOf.set(key, name);
  }

  remove(key: string): void {
    const name = this.#placeOf.get(key) ?? '';
    const place = this.#places.get(name);
    place?.delete(key);
    if (place?.size === 0) this.#places.delete(name);
    this.#placeOf.delete(key);
  }

  #leastCrowded(namespace: string, { matchLabels = {} }: PodSelector): string {
    const names = Object.entries(matchLabels).map(([key, value]) => placeName(namespace, key, value));
    const crowd = (name: string): number => this.#places.get(name)?.size ?? 0;
    return names.toSorted((a, b) => crowd(a) - crowd(b))[0] ?? namespace;
  }
}

/** No namespace contains a slash, so this is the name of none. */
function placeName(namespace: string, key: string, value: string): string {
  return `${namespace}/${key}=${value}`;
}
