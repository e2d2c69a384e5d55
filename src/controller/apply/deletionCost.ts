// election.spareActive: decides from the caches alone whether a pod should carry our deletion cost. So a restart, a pod
// that is active for two objects and a deleted object need no special case.
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST } from '../../api/names.ts';
import { reasonOf } from '../../api/reasonOf.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { PodView } from '../../election/podView.ts';
import { isForbidden } from '../../kube/api/apiError.ts';
import { objectKey } from '../../kube/resource.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import { ownSlicesOf, type Caches } from '../cache/caches.ts';

/** Add our deletion cost to the pod, or remove it. */
export type CostChange = 'spare' | 'release';

/** Undefined when nothing is to be changed. Never touches a cost of another client, nor a terminating pod. */
export function costChangeOf(pod: PodView, caches: Caches): CostChange | undefined {
  if (pod.terminating || pod.deletionCost === 'others') return undefined;
  const publishers = publishersOf(pod, caches);
  if (pod.deletionCost === undefined) return publishers.some(spares) ? 'spare' : undefined;
  // An invalid object may want the pod spared: keep the cost.
  return publishers.some((asvc) => spares(asvc) || asvc.spareActive === undefined) ? undefined : 'release';
}

/** Keys of the pods that the object publishes and spares. */
export function sparedBy(asvc: CachedAsvc, { slices, pods }: Caches): readonly string[] {
  if (!spares(asvc)) return [];
  const uids = ownSlicesOf(asvc, slices).flatMap(({ podUids }) => podUids);
  const published = uids.flatMap((uid) => pods.byIndex('uid', uid));
  return published.map(({ metadata }) => objectKey(metadata));
}

function spares({ spareActive, deleting }: CachedAsvc): boolean {
  return spareActive === true && !deleting;
}

/** The objects that publish the pod, without those being deleted. */
function publishersOf({ metadata }: PodView, { slices, asvcs }: Caches): readonly CachedAsvc[] {
  return slices.byIndex('podUid', metadata.uid).flatMap(({ metadata: { namespace }, controller }) => {
    const asvc = controller && asvcs.get(objectKey({ namespace, name: controller.name }));
    return asvc?.metadata.uid === controller?.uid && asvc?.deleting === false ? [asvc] : [];
  });
}

/** All fields that we own of the pod. With the UID an apply never creates a pod, nor changes a new one of that name. */
export function appliedTo({ metadata: { namespace, name, uid } }: PodView, change: CostChange) {
  const annotations = { [DELETION_COST_ANNOTATION]: SPARED_DELETION_COST };
  return { metadata: { namespace, name, uid, ...(change === 'spare' ? { annotations } : {}) } };
}

/** The problem to report for a failed write. */
export function costProblem({ metadata: { name } }: PodView, error: unknown): Problem {
  const advice = isForbidden(error)
    ? ': give the operator the permission to patch pods (config/pod-annotator), or set spec.election.spareActive to false'
    : ', retrying';
  return {
    reason: 'ActiveNotSpared',
    message: `The deletion cost of Pod ${name} cannot be written${advice}. ${reasonOf(error)}`,
    blocking: false,
  };
}
