// Writes the status and its Events after the ledger.
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { isSameJson } from '../../api/isSameJson.ts';
import type { ElectionEvent } from '../../desired/electionEvent.ts';
import { isWaitingForStatus, type Outcome, type PublishedTransition } from '../../desired/outcome.ts';
import { nextStatus } from '../../desired/status.ts';
import { differenceOf, isNew, type Difference } from '../../desired/statusDifference.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isConflict } from '../../kube/api/apiError.ts';
import type { EventRecorder } from '../../kube/events/events.ts';
import { NamespacedMap } from '../../kube/queue/namespacedMap.ts';
import type { WorkQueue, WorkResult } from '../../kube/queue/workQueue.ts';
import { objectKey } from '../../kube/resource.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { toCachedAsvc, type CachedAsvc } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { activeStandbyServices } from '../cache/resources.ts';
import type { StatusContest } from './statusContest.ts';
import { keptUntilMs, newDraft, pauseAfter, dueMs, type StatusDraft } from './statusDraft.ts';
import { StatusEvents } from './statusEvents.ts';

export interface StatusUpdaterOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly contest: StatusContest;
  readonly queue: () => Pick<WorkQueue, 'add'>;
  readonly random?: () => number;
  /** Requests a reconcile: elections waited for the written status, or another client wrote the object. */
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
  readonly #events: StatusEvents;

  constructor(options: StatusUpdaterOptions) {
    this.#options = options;
    this.#events = new StatusEvents(options);
  }

  get size(): number {
    return this.#drafts.size;
  }

  /** Requests a status update. `transitions`: those that the reconcile knows of, oldest first; repeats are ignored. */
  update(key: string, outcome: Outcome, transitions: readonly PublishedTransition[]): void {
    const asvc = this.#options.caches.asvcs.get(key);
    if (asvc === undefined) return;
    const known = this.#draftOf(key, asvc);
    const status = known?.sending ?? statusOf(asvc);
    let pending = known?.transitions ?? [];
    for (const transition of transitions) {
      if (isNew(transition, pending, status)) pending = [...pending, transition];
    }
    const isReported = this.#difference(nextStatus(outcome, status, pending), status) === undefined;
    // Nearly always nothing is new, and drafts of 10,000 objects would take more memory than all caches.
    if (known === undefined && isReported) return;
    const { clock, random = Math.random } = this.#options;
    const draft = known ?? newDraft(asvc, outcome, { nowMs: clock.monotonicMs(), place: random() });
    draft.outcome = outcome;
    draft.transitions = pending;
    this.#drafts.set(key, draft);
    if (!isReported) this.#options.queue().add(key, 'background');
  }

  /** Records an Event that belongs to no status update. */
  announce(asvc: CachedAsvc, event: ElectionEvent): void {
    this.#events.announce(asvc, event);
  }

  /** The last reconcile's outcome is not in the status yet, or may have to be written again. */
  isPending(key: string): boolean {
    return this.#drafts.has(key);
  }

  /** The cached status is the one that is being written: the watch was faster than the answer. */
  isEcho(key: string): boolean {
    const asvc = this.#options.caches.asvcs.get(key);
    const sending = this.#drafts.get(key)?.sending;
    return asvc !== undefined && sending !== undefined && isSameJson(sending, statusOf(asvc));
  }

  forget(key: string): void {
    this.#drafts.delete(key);
  }

  /** The work of the queue: rejects with an ApiError when the status was not written, and the queue retries. */
  async write(key: string): Promise<WorkResult> {
    const { clock, caches, contest, onNews, random = Math.random } = this.#options;
    const asvc = caches.asvcs.get(key);
    const draft = asvc && this.#draftOf(key, asvc);
    if (asvc === undefined || asvc.deleting || draft === undefined) return {};
    const { outcome, endsInMs } = contest.withContest(asvc, draft.outcome);
    const previous = statusOf(asvc);
    const { transitions } = draft;
    const status = nextStatus(outcome, previous, transitions);
    const difference = this.#difference(status, previous);
    // Equal also after a write of which only the response was lost.
    if (difference !== undefined) {
      draft.differedMs = clock.monotonicMs();
      const waitMs = dueMs(draft, difference, this.#drafts.countBeside(key)) - clock.monotonicMs();
      const restMs = Math.max(waitMs, contest.waitMs(asvc, status, previous));
      if (restMs > 0) return { requeueAfterMs: restMs, priority: 'background' };
      draft.isAwaited ||= isWaitingForStatus(outcome);
      await this.#send(asvc, draft, status);
      if (difference === 'Candidates') draft.pauseMs = pauseAfter(draft, random);
      draft.writtenMs = clock.monotonicMs();
      draft.isAwaited ||= isWaitingForStatus(draft.outcome);
    }
    if (draft.isAwaited) onNews(key);
    draft.isAwaited = false;
    draft.transitions = draft.transitions.filter((transition) => !transitions.includes(transition));
    const restMs = keptUntilMs(draft, status) - clock.monotonicMs();
    return this.#rest(key, draft, Math.max(restMs, endsInMs));
  }

  async #send(asvc: CachedAsvc, draft: StatusDraft, status: ActiveStandbyServiceStatus): Promise<void> {
    draft.sending = status;
    try {
      await this.#events.record(asvc, { status, previous: statusOf(asvc), transitions: draft.transitions });
      await this.#put(asvc, status);
    } finally {
      draft.sending = undefined;
    }
  }

  #difference(status: ActiveStandbyServiceStatus, previous: ActiveStandbyServiceStatus): Difference | undefined {
    const { contest } = this.#options;
    return differenceOf(contest.comparable(status), contest.comparable(previous));
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

  async #put(asvc: CachedAsvc, status: ActiveStandbyServiceStatus): Promise<void> {
    const { client, caches, contest, onNews } = this.#options;
    const { namespace, name } = asvc.metadata;
    try {
      const written = await client.updateStatus(activeStandbyServices, withStatus(asvc, status));
      contest.wrote(asvc, status, written);
      caches.asvcs.observeWrite(toCachedAsvc(written, caches));
    } catch (error) {
      if (isConflict(error)) {
        caches.asvcs.observeWrite(toCachedAsvc(await client.get(activeStandbyServices, { namespace, name }), caches));
        // The watch does not report what is cached already: a changed spec would be missed.
        onNews(objectKey(asvc.metadata));
      }
      throw error;
    }
  }
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
