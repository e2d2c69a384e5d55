// election.spareActive: adds our deletion cost to the active pod and removes it from the former one, in a queue of its
// own after the slice is written.
import { MANAGER } from '../../api/names.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { isConflict, isInvalid, isNotFound, retryAfterMs } from '../../kube/api/apiError.ts';
import type { WorkQueue, WorkResult } from '../../kube/queue/workQueue.ts';
import { objectKey } from '../../kube/resource.ts';
import { backoffMs, type BackoffOptions } from '../../kube/timing/backoff.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { Caches } from '../cache/caches.ts';
import { pods } from '../cache/resources.ts';
import { CostAttempts, type AfterAttempt, type CostWrite } from './costAttempts.ts';
import { appliedTo, costChangeOf, costProblem, sparedBy } from './deletionCost.ts';

/** The same change of a pod is written at most once in this time, however often other clients undo it. */
const REPEAT_MS = 60_000;

/** Delay of the check after a write: the watch has delivered it by then, and the active may have moved meanwhile. */
const CHECK_MS = 1000;

/** After a failure. Slow: permission may be denied for thousands of pods, and for long. */
const retries: BackoffOptions = { baseMs: 10_000, ceilingMs: 300_000 };

export interface SparedPodsOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly makeQueue: (work: (podKey: string) => Promise<WorkResult>) => Pick<WorkQueue, 'add' | 'start' | 'stop'>;
  /** The problems of this object have changed. */
  readonly onNews: (key: string) => void;
  /** `key` is that of the object, or of the pod when its object is gone. Called once per failure, not per retry. */
  readonly onError: (key: string, error: unknown) => void;
}

interface Trouble {
  readonly podKey: string;
  readonly problem: Problem;
}

/**
 * Guarantees:
 * - Never delays a failover: writes run in a background queue, after the slice.
 * - Never overwrites the cost of another client (the apply is not forced) or changes another pod of that name (UID).
 * - Never fights another client: a change that was written is repeated at most once a minute.
 * - Level-based: costs left by a crash or a deleted object are removed once the caches are synced.
 *
 * Caveats:
 * - A scale-in in the moment after a failover may still delete the new active first.
 * - Without permission to patch pods nothing is spared; a problem that blocks nothing says so.
 */
export class SparedPods {
  readonly #options: SparedPodsOptions;
  readonly #queue: ReturnType<SparedPodsOptions['makeQueue']>;
  /** By object: the pods that it spared at its last reconcile. */
  readonly #spared = new Map<string, readonly string[]>();
  /** By pod, while a change is due: the object that wants it. */
  readonly #askers = new Map<string, string>();
  readonly #attempts: CostAttempts;
  /** By object. */
  readonly #troubles = new Map<string, Trouble>();

  constructor(options: SparedPodsOptions) {
    this.#options = options;
    this.#attempts = new CostAttempts(options.clock);
    this.#queue = options.makeQueue((podKey) => this.#write(podKey));
  }

  /** The largest number of objects or pods that one of the maps holds. */
  get size(): number {
    return Math.max(this.#spared.size, this.#askers.size, this.#attempts.size, this.#troubles.size);
  }

  start(): void {
    this.#queue.start();
  }

  /** Resolves when the last write has ended. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** Call when a namespace ('' for all) is synced: releases pods whose object was deleted while no leader ran. */
  open(namespace: string): void {
    for (const { metadata, deletionCost } of this.#options.caches.pods.values()) {
      const isMeant = namespace === '' || metadata.namespace === namespace;
      if (isMeant && deletionCost === 'ours') this.#ask(objectKey(metadata));
    }
  }

  /** Call after each reconcile of the object, and after its deletion. */
  look(key: string): void {
    const { caches } = this.#options;
    const asvc = caches.asvcs.get(key);
    const before = this.#spared.get(key) ?? [];
    const now = asvc === undefined ? [] : sparedBy(asvc, caches);
    if (now.length > 0) this.#spared.set(key, now);
    else this.#spared.delete(key);
    for (const pod of new Set([...before, ...now])) this.#ask(pod, key);
    if (asvc === undefined) this.#troubles.delete(key);
  }

  problemsOf(key: string): readonly Problem[] {
    const trouble = this.#troubles.get(key);
    return trouble === undefined ? [] : [trouble.problem];
  }

  /** Worker of the queue; never rejects. */
  async #write(podKey: string): Promise<WorkResult> {
    const { caches, client } = this.#options;
    const pod = caches.pods.get(podKey);
    if (pod === undefined) return this.#forget(podKey);
    const change = costChangeOf(pod, caches);
    if (change === undefined) return this.#rest(podKey);
    const write = { podKey, pod, change };
    const before = this.#attempts.before(write);
    if (before !== undefined && before.waitMs > 0) return later(before.waitMs);
    try {
      await client.apply(pods, appliedTo(pod, change), { fieldManager: MANAGER, force: false });
    } catch (error) {
      // Also the answer when a new pod has taken the name (the UID is immutable): the watch shows which it was.
      if (isInvalid(error) && before === undefined)
        return this.#tried(write, { checkMs: CHECK_MS, untilMs: CHECK_MS, failures: 1 });
      // The pod is gone, or another client has set a cost: wait for the watch.
      if (!isConflict(error) && !isNotFound(error)) return this.#failed(write, error, (before?.failures ?? 0) + 1);
    }
    this.#heal(podKey);
    return this.#tried(write, { checkMs: CHECK_MS, untilMs: REPEAT_MS, failures: 0 });
  }

  #ask(podKey: string, asker?: string): void {
    const { caches } = this.#options;
    const pod = caches.pods.get(podKey);
    const isDue = pod !== undefined && costChangeOf(pod, caches) !== undefined;
    // A pod without a due change is queued only to withdraw its problem.
    if (!isDue && (asker === undefined || this.#troubles.get(asker)?.podKey !== podKey)) return;
    if (asker !== undefined) this.#askers.set(podKey, asker);
    this.#queue.add(podKey, 'background');
  }

  /** No change is due. Keeps the attempt as long as it must not be repeated. */
  #rest(podKey: string): WorkResult {
    this.#heal(podKey);
    const restMs = this.#attempts.restMs(podKey);
    return restMs === undefined ? this.#forget(podKey) : later(restMs);
  }

  #forget(podKey: string): WorkResult {
    this.#heal(podKey);
    this.#askers.delete(podKey);
    this.#attempts.forget(podKey);
    return {};
  }

  #heal(podKey: string): void {
    const key = this.#askers.get(podKey);
    if (key === undefined || this.#troubles.get(key)?.podKey !== podKey) return;
    this.#troubles.delete(key);
    this.#options.onNews(key);
  }

  #tried(write: CostWrite, after: AfterAttempt): WorkResult {
    this.#attempts.note(write, after);
    return later(after.checkMs);
  }

  #failed(write: CostWrite, error: unknown, failures: number): WorkResult {
    this.#tell(write, error, failures === 1);
    const restMs = Math.max(backoffMs(retries, failures, Math.random), retryAfterMs(error) ?? 0);
    return this.#tried(write, { checkMs: restMs, untilMs: restMs, failures });
  }

  #tell({ podKey, pod }: CostWrite, error: unknown, isFirst: boolean): void {
    const { caches, onError, onNews } = this.#options;
    const key = this.#askers.get(podKey);
    if (key === undefined || caches.asvcs.get(key) === undefined) {
      if (isFirst) onError(podKey, error);
      return;
    }
    const problem = costProblem(pod, error);
    const isNew = this.#troubles.get(key)?.problem.message !== problem.message;
    this.#troubles.set(key, { podKey, problem });
    if (!isNew) return;
    onError(key, error);
    onNews(key);
  }
}

function later(requeueAfterMs: number): WorkResult {
  return { requeueAfterMs, priority: 'background' };
}
