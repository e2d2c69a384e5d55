// EndpointSlices of an object that is being deleted, or that is gone while a finalizer keeps them. Nothing is elected
// or repaired any more, but the address of a dead pod is withdrawn, because another pod may get it.
import type { ElectionEvent } from '../../desired/electionEvent.ts';
import { livingEndpoints, withEndpoints } from '../../desired/endpointSlice.ts';
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import { controllerOf } from '../../desired/ownership.ts';
import type { PodIdentity, PodView } from '../../election/podView.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isNotFound } from '../../kube/api/apiError.ts';
import { parseKey } from '../../kube/resource.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { sendSlice } from '../apply/sendSlice.ts';
import { sliceOf, type CachedAsvc, type CachedSlice } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import type { PodSource } from '../cache/unreadPods.ts';
import type { MissingPods } from './missingPods.ts';

export interface DepartureContext extends Pick<PodSource, 'podChanged'> {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly missingPods: MissingPods;
  readonly announce: (asvc: CachedAsvc, event: ElectionEvent) => void;
}

/** Slices that list a pod and belong to a deleted or deleting object of this name; nearly always none. */
export function departedSlices(key: string, { asvcs, slices }: Caches): readonly CachedSlice[] {
  const asvc = asvcs.get(key);
  const livingUid = asvc === undefined || asvc.deleting ? undefined : asvc.metadata.uid;
  return slices
    .byIndex('controllerKey', key)
    .filter(({ controller, podUids }) => controller?.uid !== livingUid && podUids.length > 0);
}

/** Resolves with the first error, if any: it stops neither the other slices nor a new object of this name. */
export async function withdrawDeparted(key: string, context: DepartureContext): Promise<unknown> {
  const failures: unknown[] = [];
  for (const departed of departedSlices(key, context.caches)) {
    await withdrawFrom(departed, key, context).catch((error: unknown) => void failures.push(error));
  }
  return failures[0];
}

async function withdrawFrom(departed: CachedSlice, key: string, context: DepartureContext): Promise<void> {
  const { caches, missingPods } = context;
  const { namespace } = parseKey(key);
  const owner = { namespace, uid: departed.controller?.uid ?? '' };
  const slice = sliceOf(departed.parse());
  const podByUid = (uid: string): PodView | undefined =>
    caches.pods.byIndex('uid', uid).find(({ metadata }) => metadata.namespace === namespace);
  // A pod that the cache lacks may exist: the previous leader may have seen it first.
  const missing = listedPods(slice).filter(({ uid }) => podByUid(uid) === undefined);
  await missingPods.ask(missing, owner, context);
  // No other call forgets it: the object is being deleted, or is gone.
  missingPods.forget(owner.uid);
  const living = livingEndpoints(slice, { get: podByUid });
  if (living.length < (slice.endpoints ?? []).length) {
    await update(withEndpoints(slice, living, context.clock.wallMs()), key, context);
  }
}

function listedPods({ endpoints }: EndpointSlice): readonly PodIdentity[] {
  return (endpoints ?? []).flatMap(({ targetRef: { name = '', uid } = {} }) =>
    uid === undefined ? [] : [{ name, uid }],
  );
}

/** A slice that is gone meanwhile is no error. */
async function update(slice: EndpointSlice, key: string, context: DepartureContext): Promise<void> {
  const announce = (event: ElectionEvent): void => {
    const asvc = context.caches.asvcs.get(key);
    // An Event needs an object that it regards.
    if (asvc !== undefined && asvc.metadata.uid === controllerOf(slice)?.uid) context.announce(asvc, event);
  };
  try {
    await sendSlice('update', slice, { ...context, announce });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
