// A ledger names a pod that the cache does not have: is it gone, or has the watch not told of it yet? Whoever led before
// may have heard of it first. Only the API knows, and before it has answered nothing is decided of the object.
import type { PodIdentity } from '../../election/podView.ts';
import { nameSelector } from '../../kube/api/nameSelector.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { CachedMetadata } from '../cache/metadata.ts';
import { pods } from '../cache/resources.ts';
import { takeRead, type PodSource } from '../cache/unreadPods.ts';
import { ownSlice, type Observed } from './observed.ts';

const nobody: ReadonlySet<string> = new Set();

export class MissingPods {
  /** By the object's UID: the UIDs that the API has answered for, as long as they are named. One that was gone stays gone. */
  readonly #asked = new Map<string, Set<string>>();

  get size(): number {
    return this.#asked.size;
  }

  /** Those whose end this process has not seen; nearly always none. */
  of(observed: Observed): readonly PodIdentity[] {
    const { podsByUid, reconcileState, asvc } = observed;
    const named = namedPods(observed);
    const asked = this.#stillAsked(asvc.metadata.uid, named);
    const isLastSeen = ({ uid }: PodIdentity): boolean =>
      reconcileState.ledger?.holder?.uid === uid || reconcileState.ledger?.target?.uid === uid;
    return named.filter((pod) => !podsByUid.has(pod.uid) && !isLastSeen(pod) && !asked.has(pod.uid));
  }

  /**
   * Takes those that are there into the cache. Found by a list, because for that no more permissions are needed than
   * there are; for the API server one by name is as cheap as a GET. Rejects with an ApiError when there is no answer.
   */
  async ask(
    missing: readonly PodIdentity[],
    owner: Pick<CachedMetadata, 'namespace' | 'uid'>,
    { client, caches, podChanged }: PodSource,
  ): Promise<void> {
    const { namespace, uid: ownerUid } = owner;
    const asked = this.#asked.get(ownerUid) ?? new Set();
    // Before the API is asked: an object that is forgotten meanwhile stays forgotten.
    this.#asked.set(ownerUid, asked);
    for (const { name, uid } of missing) {
      // A ledger may be without a name.
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
    if (before === undefined) return nobody;
    for (const uid of before) if (!named.some((pod) => pod.uid === uid)) before.delete(uid);
    if (before.size === 0) this.#asked.delete(ownerUid);
    return before;
  }
}

/** Who serves, was told to end or is to take over. A holder of whom nothing is published any more is not missed. */
function namedPods(observed: Observed): readonly PodIdentity[] {
  const { ledger, renewal } = observed.resolution;
  const isHolderMissed = ledger.intent !== 'Empty' || renewal !== undefined;
  const named = [isHolderMissed ? ledger.holder : undefined, ledger.target, listedPod(observed)];
  const byUid = new Map(named.flatMap((pod) => (pod === undefined ? [] : [[pod.uid, pod] as const])));
  return [...byUid.values()];
}

/** Also a damaged ledger's slice is not emptied as long as its pod is there. */
function listedPod(observed: Observed): PodIdentity | undefined {
  const { name = '', uid } = ownSlice(observed)?.endpoints?.[0]?.targetRef ?? {};
  return uid === undefined ? undefined : { name, uid };
}
