// Whose turn is it after a change in the cluster? Changes only name objects: what to do is decided from the caches.
import { isDeepStrictEqual } from 'node:util';
import { serviceNameInSliceName } from '../../desired/endpointSlice.ts';
import { isWorse } from '../../election/nodeHealth.ts';
import type { PodView } from '../../election/podView.ts';
import type { Change } from '../../kube/cache/change.ts';
import type { Priority } from '../../kube/observer.ts';
import type { Pace } from '../../kube/queue/priorityQueue.ts';
import { objectKey } from '../../kube/resource.ts';
import type { CachedAsvc, CachedObject, CachedSlice } from '../cache/cachedObject.ts';
import { controllerKeysOf, serviceKeyOf, type Caches } from '../cache/caches.ts';
import type { NodeChange, NodeTriggers } from '../nodes/nodeTriggers.ts';
import { departedSlices } from '../reconcile/departed.ts';

/** A reconcile of one object, or only of its status. */
export interface ReconcileRequests {
  /** Pressing: the published pod may have to be replaced, or somebody asks for something. */
  reconcile(key: string, priority: Priority, pace?: Pace): void;
  updateStatus(key: string): void;
  end(asvc: CachedAsvc): void;
}

export class Triggers implements NodeTriggers {
  readonly #caches: Caches;
  readonly #requests: ReconcileRequests;

  constructor(caches: Caches, requests: ReconcileRequests) {
    this.#caches = caches;
    this.#requests = requests;
  }

  asvcChanged(change: Change<CachedAsvc>): void {
    const { object } = change;
    if (change.type === 'Deleted') this.#requests.end(object);
    if (change.type === 'Deleted' || change.type === 'Added') this.#rivalsOf(object);
    const key = objectKey(object.metadata);
    if (change.type === 'Deleted') return this.#departed(key);
    if (change.type === 'Modified' && isSameSpec(change.previous, object)) this.#requests.updateStatus(key);
    else this.#requests.reconcile(key, 'background', 'Pressing');
  }

  /** Its slices may outlive it, and what was waiting for its turn is forgotten with it. */
  #departed(key: string): void {
    if (departedSlices(key, this.#caches).length > 0) this.#requests.reconcile(key, 'background');
  }

  /** Pods that change nothing in their view wake nobody: kubelets write their status all the time. */
  podChanged(change: Change<PodView>): void {
    const { object } = change;
    if (change.type === 'Modified' && isSameView(change.previous, object)) return;
    if (change.type === 'Modified' && isRelabelled(change.previous, object)) return this.#relabelled(change);
    this.#wake(change.type === 'Modified' ? [change.previous, object] : [object], 'urgent');
  }

  /** Labels only say who selects the pod: they concern those for whom that has changed. */
  #relabelled({ previous, object }: { readonly object: PodView; readonly previous: PodView }): void {
    const { selectors } = this.#caches;
    const [before, after] = [previous, object].map((pod) => new Set(selectors.selecting(pod)));
    const changed = [...(before ?? []), ...(after ?? [])].filter((asvc) => before?.has(asvc) !== after?.has(asvc));
    if (changed.length === 0) return;
    const publishers = this.#publishersOf([object]);
    for (const asvc of changed) this.#wakeUrgently(objectKey(asvc.metadata), publishers);
  }

  /** All pods of a dead node fail at once: each of their objects goes before whatever is not urgent. */
  nodeChanged({ name, before, after }: NodeChange): void {
    this.#wakeOn(name, isWorse(before, after) ? 'urgent' : 'background');
  }

  /** What is said of this node is not believed any more, or is again. */
  holdChanged(nodeName: string, priority: Priority): void {
    this.#wakeOn(nodeName, priority);
  }

  /** Nodes can be read now, or not any more. */
  nodesReadable(): void {
    for (const { metadata } of this.#caches.asvcs.values()) this.#requests.reconcile(objectKey(metadata), 'background');
  }

  serviceChanged({ object }: Change<CachedObject>): void {
    this.#reconcileService(objectKey(object.metadata), 'background');
  }

  sliceChanged({ object }: Change<CachedSlice>): void {
    for (const key of controllerKeysOf(object)) this.#requests.reconcile(key, 'urgent');
    const { namespace } = object.metadata;
    for (const name of serviceNamesOf(object)) this.#reconcileService(objectKey({ namespace, name }), 'urgent');
  }

  #wakeOn(nodeName: string, priority: Priority): void {
    this.#wake(this.#caches.pods.byIndex('nodeName', nodeName), priority);
  }

  /** Whoever selects or publishes one of the pods. */
  #wake(pods: readonly PodView[], priority: Priority): void {
    const publishers = this.#publishersOf(pods);
    const selecting = pods.flatMap((pod) => this.#caches.selectors.selecting(pod));
    for (const key of new Set([...publishers, ...selecting.map(({ metadata }) => objectKey(metadata))])) {
      if (priority === 'urgent') this.#wakeUrgently(key, publishers);
      else this.#requests.reconcile(key, priority);
    }
  }

  #wakeUrgently(key: string, publishers: ReadonlySet<string>): void {
    if (publishers.has(key)) this.#requests.reconcile(key, 'urgent', 'Pressing');
    else this.#requests.reconcile(key, 'urgent');
  }

  #publishersOf(pods: readonly PodView[]): ReadonlySet<string> {
    const uids = new Set(pods.map(({ metadata }) => metadata.uid));
    const slices = [...uids].flatMap((uid) => this.#caches.slices.byIndex('podUid', uid));
    return new Set(slices.flatMap(controllerKeysOf));
  }

  #reconcileService(serviceKey: string, priority: Priority): void {
    for (const asvc of this.#caches.asvcs.byIndex('serviceKey', serviceKey)) {
      this.#requests.reconcile(objectKey(asvc.metadata), priority);
    }
  }

  /** When one of several objects for the same Service comes or goes, it may be another's turn. */
  #rivalsOf(asvc: CachedAsvc): void {
    this.#reconcileService(serviceKeyOf(asvc), 'background');
  }
}

/** By the label, whose traffic it directs; by the name, whose ledger it is, or in the way of. */
function serviceNamesOf({ metadata, serviceName }: CachedSlice): ReadonlySet<string> {
  const names = [serviceName, serviceNameInSliceName(metadata.name)];
  return new Set(names.filter((name) => name !== undefined));
}

function isSameSpec(previous: CachedAsvc, { generation, deleting }: CachedAsvc): boolean {
  return previous.generation === generation && previous.deleting === deleting;
}

function isSameView(previous: PodView, view: PodView): boolean {
  const { resourceVersion } = view.metadata;
  const { labelsReadAt } = view;
  return isDeepStrictEqual({ ...previous, labelsReadAt, metadata: { ...previous.metadata, resourceVersion } }, view);
}

/** In nothing but its labels. */
function isRelabelled(previous: PodView, view: PodView): boolean {
  const { labels } = view.metadata;
  return isSameView({ ...previous, metadata: { ...previous.metadata, labels } }, view);
}
