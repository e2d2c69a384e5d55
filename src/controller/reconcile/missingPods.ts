// Looks up pods that a ledger names and the cache lacks. Such a pod may be gone, or the watch may be late: the previous
// leader may have seen it first. Nothing is decided of the object until the API has answered.
import type { PodIdentity } from '../../election/podView.ts';
import { nameSelector } from '../../kube/api/nameSelector.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { CachedMetadata } from '../cache/metadata.ts';
import { pods } from '../cache/resources.ts';
import { takeRead, type PodSource } from '../cache/unreadPods.ts';
import { ownSlice, type Observed } from './observed.ts';

const none: ReadonlySet<string> = new Set();

export class MissingPods {
  /** By the object's UID: UIDs of pods that were looked up, as long as they are named. A UID never returns. */
  readonly #asked = new Map<string, Set<string>>();

  get size(): number {
    return this.#asked.size;
  }

  /** The pods to look up: named, not cached, and not seen deleted by this process; nearly always none. */
  of(observed: Observed): readonly PodIdentity[] {
    const { podsByUid, reconcileState, asvc } = observed;
    const named = namedPods(observed);
    const asked = this.#stillAsked(asvc.metadata.uid, named);
    const isLastSeen = ({ uid }: PodIdentity): boolean =>
      reconcileState.ledger?.holder?.uid === uid || reconcileState.ledger?.target?.uid === uid;
    return named.filter((pod) => !podsByUid.has(pod.uid) && !isLastSeen(pod) && !asked.has(pod.uid));
  }

  /**
   * Adds the pods that exist to the cache. Lists by name, because the operator may list pods but not get them; it is as
   * cheap as a GET. Rejects with an ApiError when the API does not answer.
   */
  async ask(
    missing: readonly PodIdentity[],
    owner: Pick<CachedMetadata, 'namespace' | 'uid'>,
    { client, caches, podChanged }: PodSource,
  ): Promise<void> {
    const { namespace, uid: ownerUid } = owner;
    const asked = this.#asked.get(ownerUid) ?? new Set();
    // Before the request: an object that is forgotten meanwhile must stay forgotten.
    this.#asked.set(ownerUid, asked);
    for (const { name, uid } of missing) {
      // A ledger may lack the pod's name.
      const fieldSelector = nameSelector(name);
      const found =
        fieldSelector === undefined ? [] : await client.list<KubeObject>(pods, { namespace, fieldSelector });
      takeRead(
        found.filter(({ metadata }) => metadata?.uid === uid),
        caches,
        podChanged,
      );
      asked.add(uid);
    }
  }

  forget(ownerUid: string): void {
    this.#asked.delete(ownerUid);
  }

  #stillAsked(ownerUid: string, named: readonly PodIdentity[]): ReadonlySet<string> {
    const before = this.#asked.get(ownerUid);
    if (before === undefined) return none;
    for (const uid of before) if (!named.some((pod) => pod.uid === uid)) before.delete(uid);
    if (before.size === 0) this.#asked.delete(ownerUid);
    return before;
  }
}

/** The holder, the target and the listed pod; not a holder that is not published any more. */
function namedPods(observed: Observed): readonly PodIdentity[] {
  const { ledger, renewal } = observed.resolution;
  const isHolderMissed = ledger.intent !== 'Empty' || renewal !== undefined;
  const named = [isHolderMissed ? ledger.holder : undefined, ledger.target, listedPod(observed)];
  const byUid = new Map(named.flatMap((pod) => (pod === undefined ? [] : [[pod.uid, pod] as const])));
  return [...byUid.values()];
}

/** Also with a damaged ledger the slice keeps its pod as long as that exists. */
function listedPod(observed: Observed): PodIdentity | undefined {
  const { name = '', uid } = ownSlice(observed)?.endpoints?.[0]?.targetRef ?? {};
  return uid === undefined ? undefined : { name, uid };
}
