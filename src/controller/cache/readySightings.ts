// Since when has a pod been ready for minReady, where its kubelet's clock cannot be right? One that this process has seen
// becoming ready counts from then; no pod was ready before it was created. Who has been ready for longest is not judged
// by that: times of two clocks have no order. Kept only where it differs from what the kubelet says.
import type { Now } from '../../election/now.ts';
import type { PodView } from '../../election/podView.ts';
import type { Change } from '../../kube/cache/change.ts';

/** Kubelets say whole seconds, and their news take a moment to come, on a busy API server up to two seconds. */
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

  /** The view, with since when it really was ready. */
  corrected(pod: PodView): PodView {
    if (pod.readySinceMs === undefined) return pod;
    const settlingSinceMs = Math.max(this.#seenMs.get(pod.metadata.uid) ?? pod.readySinceMs, pod.createdMs);
    return settlingSinceMs === pod.readySinceMs ? pod : { ...pod, settlingSinceMs };
  }
}

/** What only a list shows may have become so at any time; what a watch tells has just happened. */
function isBelievable(readySinceMs: number, { wallMs }: Pick<Now, 'wallMs'>, isNew: boolean): boolean {
  return readySinceMs <= wallMs && (!isNew || readySinceMs >= wallMs - SAME_MS);
}
