// Corrects since when a pod has been ready, for minReady only, where its kubelet's clock must be wrong: from when this
// process saw it become ready, and never from before its creation. The ranking keeps the kubelets' times: times of two
// clocks have no order. Stores only times that differ from the kubelet's.
import type { Now } from '../../election/now.ts';
import type { PodView } from '../../election/podView.ts';
import type { Change } from '../../kube/cache/change.ts';

/** Tolerance: kubelets report whole seconds, and a watch event takes up to two seconds on a busy API server. */
const SAME_MS = 3000;

export class ReadySightings {
  /** By the pod's UID, on our own wall clock. */
  readonly #seenMs = new Map<string, number>();

  get size(): number {
    return this.#seenMs.size;
  }

  changed(change: Change<PodView>, now: Pick<Now, 'wallMs'>): void {
    const { metadata, readySinceMs } = change.object;
    if (change.type === 'Deleted' || readySinceMs === undefined) this.#seenMs.delete(metadata.uid);
    else if (change.type === 'Added' || change.previous.readySinceMs !== readySinceMs) {
      const isRight = isBelievable(readySinceMs, now, change.source === 'watch');
      if (isRight) this.#seenMs.delete(metadata.uid);
      else this.#seenMs.set(metadata.uid, now.wallMs);
    }
  }

  /** The view, with `settlingSinceMs` where the kubelet's time is wrong. */
  corrected(pod: PodView): PodView {
    if (pod.readySinceMs === undefined) return pod;
    const settlingSinceMs = Math.max(this.#seenMs.get(pod.metadata.uid) ?? pod.readySinceMs, pod.createdMs);
    return settlingSinceMs === pod.readySinceMs ? pod : { ...pod, settlingSinceMs };
  }
}

/** A change from a watch (`isNew`) has just happened; one from a list may have happened at any time. */
function isBelievable(readySinceMs: number, { wallMs }: Pick<Now, 'wallMs'>, isNew: boolean): boolean {
  return readySinceMs <= wallMs && (!isNew || readySinceMs >= wallMs - SAME_MS);
}
