// Which labels of pods does anybody ask for? Those by which some object of the namespace selects; no others are kept, so
// that strangers' labels take no room and wake nobody.
// Each key has the moment from which on it was asked for. A view that was read before says nothing of it.
import type { PodSelector } from '../../api/activeStandbyService.generated.ts';
import { CONTROLLER_REVISION_HASH_LABEL, POD_TEMPLATE_HASH_LABEL, ZONE_LABEL } from '../../api/names.ts';
import { matches } from '../../desired/selector.ts';
import type { PodView } from '../../election/podView.ts';
import type { ObjectIndex } from '../../kube/cache/objectIndex.ts';
import type { CachedAsvc } from './cachedObject.ts';

/** Of every pod: elections read them. */
export const electionLabels: ReadonlySet<string> = new Set([POD_TEMPLATE_HASH_LABEL, CONTROLLER_REVISION_HASH_LABEL]);

interface Asked {
  users: number;
  readonly since: number;
}

interface NamespaceDemand {
  readonly keys: Map<string, Asked>;
  /** When something was last asked for anew. */
  latest: number;
}

export class LabelDemand implements ObjectIndex<CachedAsvc> {
  readonly #byNamespace = new Map<string, NamespaceDemand>();
  /** How many namespaces ask for a key. */
  readonly #namespaces = new Map<string, number>();
  #moment = 0;

  /** Counts up with each key that is asked for anew, in any namespace. */
  get moment(): number {
    return this.#moment;
  }

  /** In any namespace, or by the views of pods themselves. */
  isAskedAnywhere(key: string): boolean {
    return electionLabels.has(key) || key === ZONE_LABEL || this.#namespaces.has(key);
  }

  isAsked(namespace: string, key: string): boolean {
    return electionLabels.has(key) || this.#byNamespace.get(namespace)?.keys.has(key) === true;
  }

  /** The latest moment from which on something is asked for in the namespace; 0 when nothing is. */
  latest(namespace: string): number {
    return this.#byNamespace.get(namespace)?.latest ?? 0;
  }

  /** A pod that was read at this moment or later is known well enough to say whether the selector matches it. */
  since(namespace: string, selector: PodSelector): number {
    const keys = this.#byNamespace.get(namespace)?.keys;
    return Math.max(0, ...keysOf(selector).map((key) => keys?.get(key)?.since ?? 0));
  }

  insert(_: string, { metadata: { namespace }, selector }: CachedAsvc): void {
    for (const key of keysOf(selector)) this.#ask(namespace, key);
  }

  remove(_: string, { metadata: { namespace }, selector }: CachedAsvc): void {
    for (const key of keysOf(selector)) this.#release(namespace, key);
  }

  /** The new one asks before the former one ceases to: what both ask for is asked for without a break. */
  replace(key: string, previous: CachedAsvc, asvc: CachedAsvc): void {
    this.insert(key, asvc);
    this.remove(key, previous);
  }

  #ask(namespace: string, key: string): void {
    const demand = this.#byNamespace.get(namespace) ?? { keys: new Map<string, Asked>(), latest: 0 };
    this.#byNamespace.set(namespace, demand);
    const asked = demand.keys.get(key);
    if (asked !== undefined) {
      asked.users += 1;
      return;
    }
    this.#moment += 1;
    demand.keys.set(key, { users: 1, since: this.#moment });
    demand.latest = this.#moment;
    this.#namespaces.set(key, (this.#namespaces.get(key) ?? 0) + 1);
  }

  #release(namespace: string, key: string): void {
    const keys = this.#byNamespace.get(namespace)?.keys;
    const asked = keys?.get(key);
    if (keys === undefined || asked === undefined) return;
    asked.users -= 1;
    if (asked.users > 0) return;
    keys.delete(key);
    if (keys.size === 0) this.#byNamespace.delete(namespace);
    const others = (this.#namespaces.get(key) ?? 1) - 1;
    if (others > 0) this.#namespaces.set(key, others);
    else this.#namespaces.delete(key);
  }
}

/** A pod that was read before the selector's labels were asked for is not selected: what it lacks may be there. */
export function isSelected(pod: PodView, selector: PodSelector, since: number): boolean {
  return pod.labelsReadAt >= since && matches(selector, pod.metadata.labels);
}

function keysOf({ matchLabels = {}, matchExpressions = [] }: PodSelector = {}): readonly string[] {
  const keys = new Set([...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)]);
  return [...keys].filter((key) => !electionLabels.has(key));
}
