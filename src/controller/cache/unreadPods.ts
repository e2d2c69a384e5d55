// Finds objects that select by a label which some cached pods lack, because it was not in demand when they were read.
// For such an object the API is asked once, with its own selector, before its next decision; later watch events carry
// the label. At a start pods are listed last, so that nothing has to be asked.
import { labelSelectorOf } from '../../desired/selector.ts';
import type { PodView } from '../../election/podView.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import type { Change } from '../../kube/cache/change.ts';
import type { ObjectIndex } from '../../kube/cache/objectIndex.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { isStillThere, type CachedAsvc } from './cachedObject.ts';
import type { Caches } from './caches.ts';
import type { LabelDemand } from './labelDemand.ts';
import { podProtobufReader, type PodProtobuf } from './podProtobuf.ts';
import type { PodReadings } from './podReadings.ts';
import { toPodView } from './podView.ts';
import { pods } from './resources.ts';

export interface PodSource {
  readonly client: Pick<ApiClient, 'list'>;
  readonly caches: Pick<Caches, 'asvcs' | 'pods' | 'labelDemand'>;
  /** Called for each pod that is newer than in the cache. */
  readonly podChanged: (change: Change<PodView>) => void;
}

export interface Question {
  readonly namespace: string;
  readonly labelSelector: string;
  /** The moment since which its labels are in demand. */
  readonly since: number;
}

interface Answer {
  readonly asvc: CachedAsvc;
  readonly question: Question;
  readonly found: readonly KubeObject[];
}

export class UnreadPods implements ObjectIndex<CachedAsvc> {
  readonly #demand: LabelDemand;
  readonly #readings: PodReadings;
  /** By UID: the last question that the API has answered. */
  readonly #answered = new Map<string, Question>();

  constructor(demand: LabelDemand, readings: PodReadings) {
    this.#demand = demand;
    this.#readings = readings;
  }

  /** Whether the cache does not know which pods the object selects. */
  isMissing(asvc: CachedAsvc): boolean {
    const { selector, metadata } = asvc;
    if (selector === undefined) return false;
    // The fast path: each reconcile gets here, and nearly always the labels are there.
    const { namespace } = metadata;
    if (!this.#readings.isAnyBefore(namespace, this.#demand.since(namespace, selector))) return false;
    const { labelSelector, since } = this.questionOf(asvc);
    const answered = this.#answered.get(metadata.uid);
    return answered?.labelSelector !== labelSelector || answered.since !== since;
  }

  /** Lists the pods that the object selects, and caches them. Rejects with an ApiError. */
  async ask(asvc: CachedAsvc, source: PodSource): Promise<void> {
    const question = this.questionOf(asvc);
    const { namespace, labelSelector } = question;
    const fromProtobuf = podProtobufReader(source.caches.labelDemand);
    const found = await source.client.list<PodProtobuf>(pods, { namespace, labelSelector, fromProtobuf });
    this.answer({ asvc, question, found }, source);
  }

  questionOf({ metadata: { namespace }, selector = {} }: CachedAsvc): Question {
    return { namespace, labelSelector: labelSelectorOf(selector), since: this.#demand.since(namespace, selector) };
  }

  answer({ asvc, question, found }: Answer, { caches, podChanged }: Omit<PodSource, 'client'>): void {
    takeRead(found, caches, podChanged);
    if (isStillThere(asvc, caches.asvcs)) this.#answered.set(asvc.metadata.uid, question);
  }

  insert(): void {}

  remove(_: string, { metadata }: CachedAsvc): void {
    this.#answered.delete(metadata.uid);
  }

  replace(key: string, previous: CachedAsvc, { metadata }: CachedAsvc): void {
    if (previous.metadata.uid !== metadata.uid) this.remove(key, previous);
  }
}

/** Caches pods that were read beside the watch, and reports those that are newer. */
export function takeRead(
  found: readonly KubeObject[],
  { pods: store, labelDemand }: Pick<Caches, 'pods' | 'labelDemand'>,
  podChanged: PodSource['podChanged'],
): void {
  for (const pod of found) {
    const view = viewOf(pod, labelDemand);
    for (const change of view === undefined ? [] : store.observeRead(view)) podChanged(change);
  }
}

/** Undefined for an invalid pod: it counts as absent, as in the cache, which reports it. */
function viewOf(pod: KubeObject, demand: LabelDemand): PodView | undefined {
  try {
    return toPodView(pod, demand);
  } catch {
    return undefined;
  }
}
