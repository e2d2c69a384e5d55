// election.spareActive: gives the active our deletion cost and takes it from the former one, by UID and by an apply that
// is not forced, so that nobody else's value is overwritten. In a queue of its own, after the slice: it delays no failover.
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

/** Somebody may undo what was written as often as they like: it is written again at most so often. */
const REPEAT_MS = 60_000;

/** By then the watch has told of our write; the active may have moved while it was under way. */
const CHECK_MS = 1000;

/** After a failure: a permission may be missing for thousands of pods, and for long. */
const retries: BackoffOptions = { baseMs: 10_000, ceilingMs: 300_000 };

export interface SparedPodsOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly makeQueue: (work: (podKey: string) => Promise<WorkResult>) => Pick<WorkQueue, 'add' | 'start' | 'stop'>;
  /** What there is to tell of this object has changed. */
  readonly onNews: (key: string) => void;
  /** Of the object, or of the pod where there is none any more; once for each failure, however often it is tried again. */
  readonly onError: (key: string, error: unknown) => void;
}

interface Trouble {
  readonly podKey: string;
  readonly problem: Problem;
}

export class SparedPods {
  readonly #options: SparedPodsOptions;
  readonly #queue: ReturnType<SparedPodsOptions['makeQueue']>;
  /** By object: the pods that it was last seen to spare. */
  readonly #spared = new Map<string, readonly string[]>();
  /** By pod, while it is to be changed: for which object. */
  readonly #askers = new Map<string, string>();
  readonly #attempts: CostAttempts;
  /** By object. */
  readonly #troubles = new Map<string, Trouble>();

  constructor(options: SparedPodsOptions) {
    this.#options = options;
    this.#attempts = new CostAttempts(options.clock);
    this.#queue = options.makeQueue((podKey) => this.#write(podKey));
  }

  /** Of how many objects or pods something is remembered. */
  get size(): number {
    return Math.max(this.#spared.size, this.#askers.size, this.#attempts.size, this.#troubles.size);
  }

  start(): void {
    this.#queue.start();
  }

  /** Resolves when no write is under way any more. */
  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** A namespace, or '' for all, is known: pods may carry the cost of an object that nobody follows any more. */
  open(namespace: string): void {
    for (const { metadata, deletionCost } of this.#options.caches.pods.values()) {
      const isMeant = namespace === '' || metadata.namespace === namespace;
      if (isMeant && deletionCost === 'ours') this.#ask(objectKey(metadata));
    }
  }

  /** After each reconcile of the object, and once it is gone. */
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

  /** One turn of the queue; never rejects. */
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
      // The UID of a pod whose name another one has by now is invalid, too: the watch tells which it was.
      if (isInvalid(error) && before === undefined)
        return this.#tried(write, { checkMs: CHECK_MS, untilMs: CHECK_MS, failures: 1 });
      // The pod is gone, or somebody else has set a cost: the watch tells.
      if (!isConflict(error) && !isNotFound(error)) return this.#failed(write, error, (before?.failures ?? 0) + 1);
    }
    this.#heal(podKey);
    return this.#tried(write, { checkMs: CHECK_MS, untilMs: REPEAT_MS, failures: 0 });
  }

  #ask(podKey: string, asker?: string): void {
    const { caches } = this.#options;
    const pod = caches.pods.get(podKey);
    const isDue = pod !== undefined && costChangeOf(pod, caches) !== undefined;
    // What was told of a pod that needs no change any more is over, and only its turn says so.
    if (!isDue && (asker === undefined || this.#troubles.get(asker)?.podKey !== podKey)) return;
    if (asker !== undefined) this.#askers.set(podKey, asker);
    this.#queue.add(podKey, 'background');
  }

  /** The pod is as it should be. What was tried is remembered for as long as it must not be repeated. */
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
