// election.spareActive: should a pod carry our deletion cost? It follows from the caches alone, so that a crash, a pod that
// is the active of two objects and an object that is gone need no care of their own.
import { DELETION_COST_ANNOTATION, SPARED_DELETION_COST } from '../../api/names.ts';
import { reasonOf } from '../../api/reasonOf.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { PodView } from '../../election/podView.ts';
import { isForbidden } from '../../kube/api/apiError.ts';
import { objectKey } from '../../kube/resource.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import { ownSlicesOf, type Caches } from '../cache/caches.ts';

/** Give the pod our cost, or take it away. */
export type CostChange = 'spare' | 'release';

/** Undefined where the pod is as it should be. A cost that is not ours stays, and so does that of a pod which is leaving. */
export function costChangeOf(pod: PodView, caches: Caches): CostChange | undefined {
  if (pod.terminating || pod.deletionCost === 'others') return undefined;
  const publishers = publishersOf(pod, caches);
  if (pod.deletionCost === undefined) return publishers.some(spares) ? 'spare' : undefined;
  // What an object that cannot be understood asks for is not known.
  return publishers.some((asvc) => spares(asvc) || asvc.spareActive === undefined) ? undefined : 'release';
}

/** The pods that the object publishes, by their keys, where it spares them. */
export function sparedBy(asvc: CachedAsvc, { slices, pods }: Caches): readonly string[] {
  if (!spares(asvc)) return [];
  const uids = ownSlicesOf(asvc, slices).flatMap(({ podUids }) => podUids);
  const published = uids.flatMap((uid) => pods.byIndex('uid', uid));
  return published.map(({ metadata }) => objectKey(metadata));
}

function spares({ spareActive, deleting }: CachedAsvc): boolean {
  return spareActive === true && !deleting;
}

/** Whose active it is, objects that are being deleted left out. */
function publishersOf({ metadata }: PodView, { slices, asvcs }: Caches): readonly CachedAsvc[] {
  return slices.byIndex('podUid', metadata.uid).flatMap(({ metadata: { namespace }, controller }) => {
    const asvc = controller && asvcs.get(objectKey({ namespace, name: controller.name }));
    return asvc?.metadata.uid === controller?.uid && asvc?.deleting === false ? [asvc] : [];
  });
}

/** All that we own of the pod; with the UID an apply never creates, and never touches a successor of the same name. */
export function appliedTo({ metadata: { namespace, name, uid } }: PodView, change: CostChange) {
  const annotations = { [DELETION_COST_ANNOTATION]: SPARED_DELETION_COST };
  return { metadata: { namespace, name, uid, ...(change === 'spare' ? { annotations } : {}) } };
}

/** What is told of a write that failed. */
export function costProblem({ metadata: { name } }: PodView, error: unknown): Problem {
  const advice = isForbidden(error)
    ? ': give the operator the permission to patch pods (config/pod-annotator), or set spec.election.spareActive to false'
    : ', trying again';
  return {
    reason: 'ActiveNotSpared',
    message: `The deletion cost of Pod ${name} cannot be written${advice}. ${reasonOf(error)}`,
    blocking: false,
  };
}
