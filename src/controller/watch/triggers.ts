// Maps changes in the cluster to requests for reconciles.
import { isSameJson } from '../../api/isSameJson.ts';
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

/** Receives the requests: to reconcile an object, to update only its status, or to forget it. */
export interface ReconcileRequests {
  /** Pressing: the published pod may have to be replaced, or the object was created or its spec changed. */
  reconcile(key: string, priority: Priority, pace?: Pace): void;
  updateStatus(key: string): void;
  end(asvc: CachedAsvc): void;
}

/**
 * Guarantees:
 * - Requests only name objects; what to do is decided from the caches.
 * - A changed pod reaches the objects that select or list it, before or after the change; changed labels alone, those
 *   that select it only before or only after.
 * - Changes of pods and slices, and nodes that got worse, are urgent. Irrelevant updates of pods are dropped.
 * - An urgent change of a listed pod or its node is `Pressing`: usual idle runs of the key do not delay it.
 * Caveats:
 * - Handlers expect the caches, with their indexes, to contain the change already.
 * - There may be more requests than needed; the work queue merges those of one key.
 */
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
    if (change.type === 'Deleted' || change.type === 'Added') this.#reconcileRivals(object);
    const key = objectKey(object.metadata);
    if (change.type === 'Deleted') return this.#reconcileDeparted(key);
    if (change.type === 'Modified' && isSameSpec(change.previous, object)) this.#requests.updateStatus(key);
    else this.#requests.reconcile(key, 'background', 'Pressing');
  }

  /** Requests a reconcile for slices that outlive their object: `end` has dropped all queued ones. */
  #reconcileDeparted(key: string): void {
    if (departedSlices(key, this.#caches).length > 0) this.#requests.reconcile(key, 'background');
  }

  /** Ignores updates that leave the pod's view equal: kubelets write the status all the time. */
  podChanged(change: Change<PodView>): void {
    const { object } = change;
    if (change.type === 'Modified' && isSameView(change.previous, object)) return;
    if (change.type === 'Modified' && isRelabelled(change.previous, object)) return this.#relabelled(change);
    this.#reconcilePods(change.type === 'Modified' ? [change.previous, object] : [object], 'urgent');
  }

  /** Labels only decide which objects select the pod: reconciles the objects for which that has changed. */
  #relabelled({ previous, object }: { readonly object: PodView; readonly previous: PodView }): void {
    const { selectors } = this.#caches;
    const [before, after] = [previous, object].map((pod) => new Set(selectors.selecting(pod)));
    const changed = [...(before ?? []), ...(after ?? [])].filter((asvc) => before?.has(asvc) !== after?.has(asvc));
    if (changed.length === 0) return;
    const publishers = this.#publishersOf([object]);
    for (const asvc of changed) this.#reconcileUrgently(objectKey(asvc.metadata), publishers, [object]);
  }

  /** Urgent when the node got worse: all its pods fail at once. */
  nodeChanged({ name, before, after }: NodeChange): void {
    this.#reconcilePodsOn(name, isWorse(before, after) ? 'urgent' : 'background');
  }

  /** Failures of this node are held now, or not any more. */
  holdChanged(nodeName: string, priority: Priority): void {
    this.#reconcilePodsOn(nodeName, priority);
  }

  /** The permission to read nodes was granted or withdrawn. */
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

  #reconcilePodsOn(nodeName: string, priority: Priority): void {
    this.#reconcilePods(this.#caches.pods.byIndex('nodeName', nodeName), priority);
  }

  /** Reconciles the objects that select or publish one of the pods. */
  #reconcilePods(pods: readonly PodView[], priority: Priority): void {
    const publishers = this.#publishersOf(pods);
    const selecting = pods.flatMap((pod) => this.#caches.selectors.selecting(pod));
    for (const key of new Set([...publishers, ...selecting.map(({ metadata }) => objectKey(metadata))])) {
      if (priority === 'urgent') this.#reconcileUrgently(key, publishers, pods);
      else this.#requests.reconcile(key, priority);
    }
  }

  /** Pressing for publishers of the pods, and where no pod is published and one of these may be elected. */
  #reconcileUrgently(key: string, publishers: ReadonlySet<string>, pods: readonly PodView[]): void {
    const mayEndOutage = (): boolean => pods.some(({ ready }) => ready) && !this.#isPublishing(key);
    if (publishers.has(key) || mayEndOutage()) this.#requests.reconcile(key, 'urgent', 'Pressing');
    else this.#requests.reconcile(key, 'urgent');
  }

  #publishersOf(pods: readonly PodView[]): ReadonlySet<string> {
    const uids = new Set(pods.map(({ metadata }) => metadata.uid));
    const slices = [...uids].flatMap((uid) => this.#caches.slices.byIndex('podUid', uid));
    return new Set(slices.flatMap(controllerKeysOf));
  }

  #isPublishing(key: string): boolean {
    return this.#caches.slices.byIndex('controllerKey', key).some(({ podUids }) => podUids.length > 0);
  }

  #reconcileService(serviceKey: string, priority: Priority): void {
    for (const asvc of this.#caches.asvcs.byIndex('serviceKey', serviceKey)) {
      this.#requests.reconcile(objectKey(asvc.metadata), priority);
    }
  }

  /** When one of several objects for the same Service is created or deleted, another one may come first. */
  #reconcileRivals(asvc: CachedAsvc): void {
    this.#reconcileService(serviceKeyOf(asvc), 'background');
  }
}

/** The Service whose traffic the slice directs, by its label, and the one whose ledger has this name. */
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
  return isSameJson({ ...previous, labelsReadAt, metadata: { ...previous.metadata, resourceVersion } }, view);
}

/** They differ in nothing but labels. */
function isRelabelled(previous: PodView, view: PodView): boolean {
  const { labels } = view.metadata;
  return isSameView({ ...previous, metadata: { ...previous.metadata, labels } }, view);
}
