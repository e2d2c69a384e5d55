// The label keys that selectors use, per namespace. No other labels of pods are cached, so that they take no memory and
// trigger no reconcile. Each key has the moment since which it is in demand: a view that was read earlier lacks it.
import type { PodSelector } from '../../api/activeStandbyService.generated.ts';
import { CONTROLLER_REVISION_HASH_LABEL, POD_TEMPLATE_HASH_LABEL, ZONE_LABEL } from '../../api/names.ts';
import { matches } from '../../desired/selector.ts';
import type { PodView } from '../../election/podView.ts';
import type { ObjectIndex } from '../../kube/cache/objectIndex.ts';
import type { CachedAsvc } from './cachedObject.ts';

/** Kept for every pod: elections read them. */
export const electionLabels: ReadonlySet<string> = new Set([POD_TEMPLATE_HASH_LABEL, CONTROLLER_REVISION_HASH_LABEL]);

interface Asked {
  users: number;
  readonly since: number;
}

interface NamespaceDemand {
  readonly keys: Map<string, Asked>;
  /** The moment at which the last key was added. */
  latest: number;
}

export class LabelDemand implements ObjectIndex<CachedAsvc> {
  readonly #byNamespace = new Map<string, NamespaceDemand>();
  /** The number of namespaces that use a key. */
  readonly #namespaces = new Map<string, number>();
  #moment = 0;

  /** A counter, not a time: incremented with each key that a namespace adds. */
  get moment(): number {
    return this.#moment;
  }

  /** Whether any namespace, or the pod view itself, uses the key. */
  isAskedAnywhere(key: string): boolean {
    return electionLabels.has(key) || key === ZONE_LABEL || this.#namespaces.has(key);
  }

  isAsked(namespace: string, key: string): boolean {
    return electionLabels.has(key) || this.#byNamespace.get(namespace)?.keys.has(key) === true;
  }

  /** The moment of the newest key of the namespace; 0 when it has none. */
  latest(namespace: string): number {
    return this.#byNamespace.get(namespace)?.latest ?? 0;
  }

  /** Pods that were read at this moment or later have all labels that the selector needs. */
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

  /** Inserts before it removes, so that a key of both selectors keeps its moment. */
  replace(key: string, previous: CachedAsvc, asvc: CachedAsvc): void {
    if (asvc.selector === previous.selector) return;
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

/** False for a pod that was read before the selector's labels were in demand: its view may lack them. */
export function isSelected(pod: PodView, selector: PodSelector, since: number): boolean {
  return pod.labelsReadAt >= since && matches(selector, pod.metadata.labels);
}

function keysOf({ matchLabels = {}, matchExpressions = [] }: PodSelector = {}): readonly string[] {
  const keys = new Set([...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)]);
  return [...keys].filter((key) => !electionLabels.has(key));
}
