// How do status and Events follow the ledger? In a queue of their own, so that an API server which refuses or delays
// them never delays a failover. An Event is sent before the status that would make it look told.
import { isDeepStrictEqual } from 'node:util';
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { GROUP, KIND, VERSION } from '../../api/names.ts';
import { switchoverEvent, transitionEvent, type ElectionEvent } from '../../desired/electionEvent.ts';
import type { Outcome, PublishedTransition } from '../../desired/outcome.ts';
import { nextStatus } from '../../desired/status.ts';
import { differenceOf, isNew, isReported } from '../../desired/statusDifference.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isConflict } from '../../kube/api/apiError.ts';
import type { EventRecorder } from '../../kube/events/events.ts';
import { NamespacedMap } from '../../kube/queue/namespacedMap.ts';
import type { WorkQueue, WorkResult } from '../../kube/queue/workQueue.ts';
import { objectKey } from '../../kube/resource.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { settlesWithin } from '../../kube/timing/settlesWithin.ts';
import { toCachedAsvc, type CachedAsvc } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { activeStandbyServices } from '../cache/resources.ts';
import type { StatusContest } from './statusContest.ts';
import { awaitedOf, keptUntilMs, newDraft, pauseAfter, dueMs, type StatusDraft } from './statusDraft.ts';

/** The status waits for its Events, but no longer than this. */
const PATIENCE_MS = 2000;

export interface StatusUpdaterOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly contest: StatusContest;
  readonly queue: () => Pick<WorkQueue, 'add'>;
  readonly random?: () => number;
  /** A term or a handled request is in the status now, or somebody else has written it: it is to be looked at. */
  readonly onNews: (key: string) => void;
}

export class StatusUpdater {
  readonly #options: StatusUpdaterOptions;
  readonly #drafts = new NamespacedMap<StatusDraft>();
  /** Their Events are on their way, or sent. */
  readonly #told = new WeakSet<PublishedTransition>();

  constructor(options: StatusUpdaterOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#drafts.size;
  }

  /** The transitions are those that the reconcile knows of, oldest first; repeating one is harmless. */
  update(key: string, outcome: Outcome, transitions: readonly PublishedTransition[]): void {
    const asvc = this.#options.caches.asvcs.get(key);
    if (asvc === undefined) return;
    const status = statusOf(asvc);
    const known = this.#draftOf(key, asvc);
    // Nearly always nothing is new, and the drafts of ten thousand objects would take more memory than all caches.
    const { clock, contest, random = Math.random } = this.#options;
    const comparison = { transitions, comparable: (each: ActiveStandbyServiceStatus) => contest.comparable(each) };
    if (known === undefined && isReported(status, outcome, comparison)) return;
    const draft = known ?? newDraft(asvc, outcome, { status, nowMs: clock.monotonicMs(), place: random() });
    draft.outcome = outcome;
    for (const transition of transitions) {
      if (isNew(transition, draft.transitions, status)) draft.transitions = [...draft.transitions, transition];
    }
    this.#drafts.set(key, draft);
    this.#options.queue().add(key, 'background');
  }

  /** By an Event of its own. */
  announce(asvc: CachedAsvc, event: ElectionEvent): void {
    void this.#tell(asvc, [event]);
  }

  /** Something of the last reconcile is not in the status yet, or may have to be put there again. */
  isPending(key: string): boolean {
    return this.#drafts.has(key);
  }

  forget(key: string): void {
    this.#drafts.delete(key);
  }

  /** One turn of the queue: rejects when the API does not take the status, and is tried again by the queue then. */
  async write(key: string): Promise<WorkResult> {
    const { clock, caches, contest, random = Math.random } = this.#options;
    const asvc = caches.asvcs.get(key);
    const draft = asvc && this.#draftOf(key, asvc);
    if (asvc === undefined || asvc.deleting || draft === undefined) return {};
    const { transitions } = draft;
    const { outcome, endsInMs } = contest.told(asvc, draft.outcome);
    const previous = statusOf(asvc);
    const status = nextStatus(outcome, previous, transitions);
    // The same also after a write of which only the answer was lost.
    if (!isDeepStrictEqual(contest.comparable(status), contest.comparable(previous))) {
      draft.differedMs = clock.monotonicMs();
      const difference = differenceOf(contest.comparable(status), contest.comparable(previous));
      const waitMs = dueMs(draft, difference, this.#drafts.countBeside(key)) - clock.monotonicMs();
      const restMs = Math.max(waitMs, contest.waitMs(asvc, status, previous));
      if (restMs > 0) return { requeueAfterMs: restMs, priority: 'background' };
      await this.#tell(asvc, [...this.#transitionEvents(asvc, transitions), ...requestEvents(asvc, status, previous)]);
      await this.#put(asvc, status);
      if (difference === 'Candidates') draft.pauseMs = pauseAfter(draft, random);
      draft.writtenMs = clock.monotonicMs();
    }
    draft.transitions = draft.transitions.filter((transition) => !transitions.includes(transition));
    if (!isDeepStrictEqual(awaitedOf(status), draft.reported)) this.#options.onNews(key);
    draft.reported = awaitedOf(status);
    const restMs = keptUntilMs(draft, status) - clock.monotonicMs();
    return this.#rest(key, draft, Math.max(restMs, endsInMs));
  }

  /** The draft remembers when the status was written; once that does not matter any more it goes. */
  #rest(key: string, draft: StatusDraft, restMs: number): WorkResult {
    if (restMs > 0 || draft.transitions.length > 0)
      return { requeueAfterMs: Math.max(restMs, 0), priority: 'background' };
    // Another object of this name may have come meanwhile.
    if (this.#drafts.get(key) === draft) this.#drafts.delete(key);
    return {};
  }

  #draftOf(key: string, asvc: CachedAsvc): StatusDraft | undefined {
    const draft = this.#drafts.get(key);
    return draft?.uid === asvc.metadata.uid ? draft : undefined;
  }

  #transitionEvents({ metadata }: CachedAsvc, transitions: readonly PublishedTransition[]): readonly ElectionEvent[] {
    const untold = transitions.filter((transition) => !this.#told.has(transition));
    for (const transition of untold) this.#told.add(transition);
    return untold.map((transition) => transitionEvent(metadata, transition));
  }

  async #tell({ metadata }: CachedAsvc, news: readonly ElectionEvent[]): Promise<void> {
    if (news.length === 0) return;
    const { namespace, name, uid } = metadata;
    const regarding = { apiVersion: `${GROUP}/${VERSION}`, kind: KIND, namespace, name, uid };
    const { events, clock } = this.#options;
    const told = news.map((event) => events.record({ ...event, regarding }));
    await settlesWithin(clock, PATIENCE_MS, Promise.all(told));
  }

  async #put(asvc: CachedAsvc, status: ActiveStandbyServiceStatus): Promise<void> {
    const { client, caches, contest, onNews } = this.#options;
    const { namespace, name } = asvc.metadata;
    try {
      const written = await client.updateStatus(activeStandbyServices, withStatus(asvc, status));
      contest.wrote(asvc, status, written);
      caches.asvcs.observeWrite(toCachedAsvc(written, caches.parsed));
    } catch (error) {
      if (isConflict(error)) {
        caches.asvcs.observeWrite(
          toCachedAsvc(await client.get(activeStandbyServices, { namespace, name }), caches.parsed),
        );
        // The watch tells only what is not in the cache by then: a spec that was changed would be overlooked.
        onNews(objectKey(asvc.metadata));
      }
      throw error;
    }
  }
}

/** Told again with each try of the same status, which is harmless: it is the same Event. */
function requestEvents(
  { metadata }: CachedAsvc,
  { switchover }: ActiveStandbyServiceStatus,
  previous: ActiveStandbyServiceStatus,
): readonly ElectionEvent[] {
  if (switchover === undefined || isDeepStrictEqual(switchover, previous.switchover)) return [];
  const event = switchoverEvent(metadata, switchover);
  return event === undefined ? [] : [event];
}

/** All that a PUT of the status is read for: the API server leaves the rest of the object as it is. */
export function withStatus({ metadata }: CachedAsvc, status: ActiveStandbyServiceStatus) {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { metadata: { namespace, name, uid, resourceVersion }, status };
}

function statusOf(asvc: CachedAsvc): ActiveStandbyServiceStatus {
  const parsed = asvc.parse();
  return (parsed.valid ? parsed.value.status : parsed.status) ?? {};
}
