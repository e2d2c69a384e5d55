// Counts, per namespace, the moments at which the labels of its pods were read, to find views that lack a label.
import type { PodView } from '../../election/podView.ts';
import type { ObjectIndex } from '../../kube/cache/objectIndex.ts';

export class PodReadings implements ObjectIndex<PodView> {
  /** By namespace and moment: the number of views. Nearly always a namespace has one moment. */
  readonly #counts = new Map<string, Map<number, number>>();

  /** Whether a pod of the namespace was read before that moment. */
  isAnyBefore(namespace: string, moment: number): boolean {
    return [...(this.#counts.get(namespace)?.keys() ?? [])].some((readAt) => readAt < moment);
  }

  insert(_: string, { metadata: { namespace }, labelsReadAt }: PodView): void {
    const counts = this.#counts.get(namespace) ?? new Map<number, number>();
    this.#counts.set(namespace, counts);
    counts.set(labelsReadAt, (counts.get(labelsReadAt) ?? 0) + 1);
  }

  remove(_: string, { metadata: { namespace }, labelsReadAt }: PodView): void {
    const counts = this.#counts.get(namespace);
    const others = (counts?.get(labelsReadAt) ?? 1) - 1;
    if (others > 0) counts?.set(labelsReadAt, others);
    else counts?.delete(labelsReadAt);
    if (counts?.size === 0) this.#counts.delete(namespace);
  }
}
