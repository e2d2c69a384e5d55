// Finds the objects that select a pod. Each object is indexed under one label that its pods must have, the one with the
// fewest other objects; so a pod's labels lead to few objects, however many there are. An object without matchLabels is
// indexed under its namespace, and is tested for each pod there.
import type { PodSelector } from '../../api/activeStandbyService.generated.ts';
import type { PodView } from '../../election/podView.ts';
import type { ObjectIndex } from '../../kube/cache/objectIndex.ts';
import { StoreIndex } from '../../kube/cache/storeIndex.ts';
import type { CachedAsvc } from './cachedObject.ts';
import { isSelected, type LabelDemand } from './labelDemand.ts';

export class SelectorIndex implements ObjectIndex<CachedAsvc> {
  /** The index name of each object. */
  readonly #placeOf = new Map<CachedAsvc, string>();
  readonly #places = new StoreIndex<CachedAsvc>((asvc) => [this.#placeOf.get(asvc) ?? '']);

  readonly #demand: Pick<LabelDemand, 'since'>;

  constructor(demand: Pick<LabelDemand, 'since'>) {
    this.#demand = demand;
  }

  selecting(pod: PodView): readonly CachedAsvc[] {
    const { namespace, labels } = pod.metadata;
    const names = Object.entries(labels).map(([key, value]) => placeName(namespace, key, value));
    const candidates = [...names, namespace].flatMap((name) => this.#places.find(name));
    return candidates.filter(({ selector }) => {
      return selector !== undefined && isSelected(pod, selector, this.#demand.since(namespace, selector));
    });
  }

  insert(key: string, asvc: CachedAsvc): void {
    const { selector } = asvc;
    if (selector === undefined) return;
    this.#placeOf.set(asvc, this.#leastCrowded(asvc.metadata.namespace, selector));
    this.#places.insert(key, asvc);
  }

  remove(key: string, asvc: CachedAsvc): void {
    this.#places.remove(key, asvc);
    this.#placeOf.delete(asvc);
  }

  #leastCrowded(namespace: string, { matchLabels = {} }: PodSelector): string {
    const names = Object.entries(matchLabels).map(([key, value]) => placeName(namespace, key, value));
    return names.toSorted((a, b) => this.#places.count(a) - this.#places.count(b))[0] ?? namespace;
  }
}

/** Never equals the name of a namespace, which has no slash. */
function placeName(namespace: string, key: string, value: string): string {
  return [namespace, '/', key, '=', value].join('');
}
