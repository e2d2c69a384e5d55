// Whether an object lists a pod that seems to have failed, by a glance at the caches. It only orders work, and a
// reconcile decides: a new leader goes first to what failed while no process led.
import { nodeHealthOf } from '../../election/nodeHealth.ts';
import type { PodView } from '../../election/podView.ts';
import { objectKey } from '../../kube/resource.ts';
import type { Caches } from '../cache/caches.ts';

export function hasFailedActive(key: string, caches: Caches): boolean {
  const uids = caches.slices.byIndex('controllerKey', key).flatMap(({ podUids }) => podUids);
  return uids.some((uid) => {
    const [pod] = caches.pods.byIndex('uid', uid);
    return pod === undefined || !pod.ready || pod.terminating || !isOnHealthyNode(pod, caches);
  });
}

/** An unknown node counts as healthy. */
function isOnHealthyNode({ nodeName }: PodView, { nodes }: Caches): boolean {
  const node = nodeName === undefined ? undefined : nodes.get(objectKey({ name: nodeName }));
  return node === undefined || nodeHealthOf(node).state === 'Healthy';
}
