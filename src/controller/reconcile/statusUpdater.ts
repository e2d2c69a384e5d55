// Writes the status and its Events after the ledger.
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

/** How long the status waits for its Events. */
const EVENT_WAIT_MS = 2000;

export interface StatusUpdaterOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly contest: StatusContest;
  readonly queue: () => Pick<WorkQueue, 'add'>;
  readonly random?: () => number;
  /** Requests a reconcile: the status contains a new term or handled request, or another client wrote the object. */
  readonly onNews: (key: string) => void;
}

/**
 * Guarantees:
 * - Never delays a failover: it works in a queue of its own, with a background client.
 * - Records the Events before the status that reports the same; the status waits at most 2 s for them.
 * - Drops a transition only when the status contains it or the object is gone; records its Event once per session.
 * - Writes transitions and phases at once; candidates alone at most once per second, messages alone once per 10 s.
 * - Keeps no draft of an object whose status is up to date and at rest.
 * Caveats:
 * - The status may lag behind the slice for as long as it cannot be written; the slice holds the record.
 * - A write that other clients keep undoing is held back; see statusContest.ts.
 * - `write` rejects on every API error, for the queue to retry. On a conflict the current object is cached first.
 */
export class StatusUpdater {
  readonly #options: StatusUpdaterOptions;
  readonly #drafts = new NamespacedMap<StatusDraft>();
  /** Transitions whose Events were recorded. */
  readonly #recorded = new WeakSet<PublishedTransition>();

  constructor(options: StatusUpdaterOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#drafts.size;
  }

  /** Requests a status update. `transitions`: those that the reconcile knows of, oldest first; repeats are ignored. */
  update(key: string, outcome: Outcome, transitions: readonly PublishedTransition[]): void {
    const asvc = this.#options.caches.asvcs.get(key);
    if (asvc === undefined) return;
    const status = statusOf(asvc);
    const known = this.#draftOf(key, asvc);
    // Nearly always nothing is new, and drafts of 10,000 objects would take more memory than all caches.
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

  /** Records an Event that belongs to no status update. */
  announce(asvc: CachedAsvc, event: ElectionEvent): void {
    void this.#recordEvents(asvc, [event]);
  }

  /** The last reconcile's outcome is not in the status yet, or may have to be written again. */
  isPending(key: string): boolean {
    return this.#drafts.has(key);
  }

  forget(key: string): void {
    this.#drafts.delete(key);
  }

  /** The work of the queue: rejects with an ApiError when the status was not written, and the queue retries. */
  async write(key: string): Promise<WorkResult> {
    const { clock, caches, contest, random = Math.random } = this.#options;
    const asvc = caches.asvcs.get(key);
    const draft = asvc && this.#draftOf(key, asvc);
    if (asvc === undefined || asvc.deleting || draft === undefined) return {};
    const { transitions } = draft;
    const { outcome, endsInMs } = contest.withContest(asvc, draft.outcome);
    const previous = statusOf(asvc);
    const status = nextStatus(outcome, previous, transitions);
    // Equal also after a write of which only the response was lost.
    const [desired, current] = [contest.comparable(status), contest.comparable(previous)];
    if (!isDeepStrictEqual(desired, current)) {
      draft.differedMs = clock.monotonicMs();
      const difference = differenceOf(desired, current);
      const waitMs = dueMs(draft, difference, this.#drafts.countBeside(key)) - clock.monotonicMs();
      const restMs = Math.max(waitMs, contest.waitMs(asvc, status, previous));
      if (restMs > 0) return { requeueAfterMs: restMs, priority: 'background' };
      await this.#recordEvents(asvc, [
        ...this.#transitionEvents(asvc, transitions),
        ...requestEvents(asvc, status, previous),
      ]);
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

  /** Drops the draft once it is at rest; until then it keeps the time of the last write. */
  #rest(key: string, draft: StatusDraft, restMs: number): WorkResult {
    if (restMs > 0 || draft.transitions.length > 0)
      return { requeueAfterMs: Math.max(restMs, 0), priority: 'background' };
    // A new object of this name may have a draft by now.
    if (this.#drafts.get(key) === draft) this.#drafts.delete(key);
    return {};
  }

  #draftOf(key: string, asvc: CachedAsvc): StatusDraft | undefined {
    const draft = this.#drafts.get(key);
    return draft?.uid === asvc.metadata.uid ? draft : undefined;
  }

  #transitionEvents({ metadata }: CachedAsvc, transitions: readonly PublishedTransition[]): readonly ElectionEvent[] {
    const unrecorded = transitions.filter((transition) => !this.#recorded.has(transition));
    for (const transition of unrecorded) this.#recorded.add(transition);
    return unrecorded.map((transition) => transitionEvent(metadata, transition));
  }

  async #recordEvents({ metadata }: CachedAsvc, electionEvents: readonly ElectionEvent[]): Promise<void> {
    if (electionEvents.length === 0) return;
    const { namespace, name, uid } = metadata;
    const regarding = { apiVersion: `${GROUP}/${VERSION}`, kind: KIND, namespace, name, uid };
    const { events, clock } = this.#options;
    const records = electionEvents.map((event) => events.record({ ...event, regarding }));
    await settlesWithin(clock, EVENT_WAIT_MS, Promise.all(records));
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
        // The watch does not report what is cached already: a changed spec would be missed.
        onNews(objectKey(asvc.metadata));
      }
      throw error;
    }
  }
}

/** Repeated with each retry of the same status, which is harmless: the Event's name stays the same. */
function requestEvents(
  { metadata }: CachedAsvc,
  { switchover }: ActiveStandbyServiceStatus,
  previous: ActiveStandbyServiceStatus,
): readonly ElectionEvent[] {
  if (switchover === undefined || isDeepStrictEqual(switchover, previous.switchover)) return [];
  const event = switchoverEvent(metadata, switchover);
  return event === undefined ? [] : [event];
}

/** Body of a status PUT: the API server ignores all other fields. */
export function withStatus({ metadata }: CachedAsvc, status: ActiveStandbyServiceStatus) {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { metadata: { namespace, name, uid, resourceVersion }, status };
}

function statusOf(asvc: CachedAsvc): ActiveStandbyServiceStatus {
  const parsed = asvc.parse();
  return (parsed.valid ? parsed.value.status : parsed.status) ?? {};
}
