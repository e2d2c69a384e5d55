// A ledger names a pod that the cache does not have: is it gone, or has the watch not told of it yet? Whoever led before
// may have heard of it first. Only the API knows, and before it has answered nothing is decided of the object.
import type { LedgerResolution } from '../desired/ledgerResolution.ts';
import type { PodIdentity } from '../election/podView.ts';
import type { ApiClient } from '../kube/apiClient.ts';
import type { KubeObject } from '../kube/wire.ts';
import type { Caches } from './caches.ts';
import { ownSlice, type Observed } from './observed.ts';
import { toPodView } from './podView.ts';
import { pods } from './resources.ts';

export interface PodSource {
  readonly client: Pick<ApiClient, 'list'>;
  readonly caches: Pick<Caches, 'pods' | 'annotationKeys'>;
}

/** No pod has another name, and a selector would be misunderstood with it. A ledger may be without a name. */
const validName = /^[a-z0-9][-.a-z0-9]*$/;

export class MissingPods {
  /** UIDs that the API has answered for: one that was gone stays gone. */
  readonly #asked = new Set<string>();

  /** Those that are not in the cache and that the API has not been asked for. */
  unasked(pods: readonly PodIdentity[], podByUid: Observed['podByUid']): readonly PodIdentity[] {
    return pods.filter(({ uid }) => podByUid(uid) === undefined && !this.#asked.has(uid));
  }

  /** Those whose end this process has not seen; nearly always none. */
  of(observed: Observed, resolution: LedgerResolution): readonly PodIdentity[] {
    const { podByUid, recollection } = observed;
    const isRemembered = ({ uid }: PodIdentity): boolean =>
      recollection.ledger?.holder?.uid === uid || recollection.ledger?.target?.uid === uid;
    return this.unasked(namedPods(observed, resolution), podByUid).filter((pod) => !isRemembered(pod));
  }

  /**
   * Takes those that are there into the cache. Found by a list, because for that no more rights are needed than there
   * are; for the API server one by name is as cheap as a GET. Rejects with an ApiError when there is no answer.
   */
  async ask(missing: readonly PodIdentity[], namespace: string, { client, caches }: PodSource): Promise<void> {
    for (const { name, uid } of missing) {
      const options = { namespace, fieldSelector: `metadata.name=${name}` };
      const found = validName.test(name) ? await client.list<KubeObject>(pods, options) : [];
      const pod = found.find(({ metadata }) => metadata?.uid === uid);
      if (pod !== undefined) caches.pods.observeWrite(toPodView(pod, caches.annotationKeys));
      this.#asked.add(uid);
    }
  }
}

/** Who serves, was told to end or is to take over. A holder of whom nothing is published any more is not missed. */
function namedPods(observed: Observed, { ledger, renewal }: LedgerResolution): readonly PodIdentity[] {
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
