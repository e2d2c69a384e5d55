// What a new leader reconciles once a namespace is open: each object once, those whose active has failed first, and the
// slices of objects that were deleted while no process led.
import type { Urgency } from '../../kube/queue/priorityQueue.ts';
import { objectKey } from '../../kube/resource.ts';
import { controllerKeysOf, type Caches } from '../cache/caches.ts';
import { hasFailedActive } from './failedActives.ts';

const background: Urgency = { priority: 'background', pace: 'Usual' };
const pressing: Urgency = { priority: 'urgent', pace: 'Pressing' };

/** By key. With the namespace '': those of the whole cluster. */
export function openingRequests(namespace: string, caches: Caches): ReadonlyMap<string, Urgency> {
  const isOpened = ({ metadata }: { readonly metadata: { readonly namespace: string } }): boolean =>
    namespace === '' || metadata.namespace === namespace;
  const keys = [...caches.asvcs.values()].filter(isOpened).map(({ metadata }) => objectKey(metadata));
  const deleted = [...caches.slices.values()]
    .filter(isOpened)
    .flatMap(controllerKeysOf)
    .filter((key) => caches.asvcs.get(key) === undefined);
  return new Map([
    ...keys.map((key) => [key, hasFailedActive(key, caches) ? pressing : background] as const),
    ...deleted.map((key) => [key, background] as const),
  ]);
}
