// Creates or updates the EndpointSlice. If the API server rejects it as invalid, sends it at once without the labels
// and annotations of other clients, because traffic matters more, and publishes an Event.
import type { ElectionEvent } from '../../desired/electionEvent.ts';
import { droppedEvent, withoutForeignMetadata } from '../../desired/foreignMetadata.ts';
import type { EndpointSlice } from '../../desired/ledgerRecord.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isInvalid } from '../../kube/api/apiError.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { toCachedSlice } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { endpointSlices } from '../cache/resources.ts';
import { cacheAnswer } from './cacheAnswer.ts';

interface SliceSender {
  readonly client: ApiClient;
  readonly caches: Pick<Caches, 'slices' | 'parsed'>;
  readonly announce: (event: ElectionEvent) => void;
}

/** Resolves with the API server's answer. */
export async function sendSlice(
  kind: 'create' | 'update',
  slice: EndpointSlice,
  sender: SliceSender,
): Promise<KubeObject> {
  try {
    return await sendOnce(kind, slice, sender);
  } catch (error) {
    const stripped = isInvalid(error) ? withoutForeignMetadata(slice) : undefined;
    if (stripped === undefined) throw error;
    const answer = await sendOnce(kind, stripped.slice, sender);
    sender.announce(droppedEvent(stripped));
    return answer;
  }
}

function sendOnce(kind: 'create' | 'update', slice: EndpointSlice, { client, caches }: SliceSender) {
  const toCached = (object: KubeObject) => toCachedSlice(object, caches.parsed);
  const target = { client, resource: endpointSlices, store: caches.slices, toCached, object: slice };
  const sent = kind === 'create' ? client.create(endpointSlices, slice) : client.update(endpointSlices, slice);
  return cacheAnswer(target, sent);
}
