// election.spareActive: gives the active our deletion cost and takes it from the former one, by UID and by an apply that
// is not forced, so that nobody else's value is overwritten. In a queue of its own, after the slice: it delays no failover.
import { MANAGER } from '../api/names.ts';
import type { Problem } from '../desired/outcome.ts';
import type { PodView } from '../election/podView.ts';
import type { ApiClient } from '../kube/apiClient.ts';
import { isConflict, isNotFound, retryAfterMs } from '../kube/apiError.ts';
import type { Clock } from '../kube/clock.ts';
import { objectKey } from '../kube/resource.ts';
import type { WorkQueue, WorkResult } from '../kube/workQueue.ts';
import type { Caches } from './caches.ts';
import { appliedTo, costChangeOf, costProblem, sparedBy, type CostChange } from './deletionCost.ts';
import { pods } from './resources.ts';

/** Somebody may undo what was written as often as they like: it is written again at most so often. */
const REPEAT_MS = 60_000;

/** By then the watch has told of our write; the active may have moved while it was under way. */
const CHECK_MS = 1000;

/** After a failure. */
const RETRY_MS = 10_000;

export interface SparedPodsOptions {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly makeQueue: (work: (podKey: string) => Promise<WorkResult>) => Pick<WorkQueue, 'add' | 'start' | 'stop'>;
  /** What there is to tell of this object has changed. */
  readonly onNews: (key: string) => void;
  /** Of the object, or of the pod where no object asks; once for each failure, however often it is tried again. */
  readonly onError: (key: string, error: unknown) => void;
}

interface Attempt {
  readonly uid: string;
  readonly change: CostChange;
  /** Monotonic times: when what came of it is looked at, and before when the same is not tried again. */
  readonly checkMs: number;
  readonly untilMs: number;
}

interface Write {
  readonly podKey: string;
  readonly pod: PodView;
  readonly change: CostChange;
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
  readonly #attempts = new Map<string, Attempt>();
  /** By object, or by pod where no object asks. */
  readonly #troubles = new Map<string, Trouble>();

  constructor(options: SparedPodsOptions) {
    this.#options = options;
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

  /** After each pass over the object, and once it is gone. */
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
    const waitMs = this.#waitMs(podKey, pod, change);
    if (waitMs > 0) return later(waitMs);
    try {
      await client.apply(pods, appliedTo(pod, change), { fieldManager: MANAGER, force: false });
    } catch (error) {
      // Another pod has the name by now, or somebody else has set a cost: the watch tells.
      if (!isConflict(error) && !isNotFound(error)) return this.#failed({ podKey, pod, change }, error);
    }
    this.#heal(podKey);
    return this.#tried({ podKey, pod, change }, { checkMs: CHECK_MS, untilMs: REPEAT_MS });
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

  #waitMs(podKey: string, { metadata: { uid } }: PodView, change: CostChange): number {
    const attempt = this.#attempts.get(podKey);
    if (attempt === undefined || attempt.uid !== uid || attempt.change !== change) return 0;
    return attempt.untilMs - this.#options.clock.monotonicMs();
  }

  /** The pod is as it should be. What was tried is remembered for as long as it must not be repeated. */
  #rest(podKey: string): WorkResult {
    this.#heal(podKey);
    const nowMs = this.#options.clock.monotonicMs();
    const { checkMs = 0, untilMs = 0 } = this.#attempts.get(podKey) ?? {};
    const next = [checkMs, untilMs].find((momentMs) => momentMs > nowMs);
    return next === undefined ? this.#forget(podKey) : later(next - nowMs);
  }

  #forget(podKey: string): WorkResult {
    this.#heal(podKey);
    this.#askers.delete(podKey);
    this.#attempts.delete(podKey);
    return {};
  }

  #heal(podKey: string): void {
    const key = this.#askers.get(podKey) ?? podKey;
    if (this.#troubles.get(key)?.podKey !== podKey) return;
    this.#troubles.delete(key);
    this.#options.onNews(key);
  }

  #tried({ podKey, pod, change }: Write, after: Pick<Attempt, 'checkMs' | 'untilMs'>): WorkResult {
    const nowMs = this.#options.clock.monotonicMs();
    const { uid } = pod.metadata;
    this.#attempts.set(podKey, { uid, change, checkMs: nowMs + after.checkMs, untilMs: nowMs + after.untilMs });
    return later(after.checkMs);
  }

  #failed(write: Write, error: unknown): WorkResult {
    const { onError, onNews } = this.#options;
    const { podKey, pod } = write;
    const key = this.#askers.get(podKey) ?? podKey;
    const problem = costProblem(pod, error);
    const isNew = this.#troubles.get(key)?.problem.message !== problem.message;
    this.#troubles.set(key, { podKey, problem });
    if (isNew) {
      onError(key, error);
      onNews(key);
    }
    const restMs = Math.max(RETRY_MS, retryAfterMs(error) ?? 0);
    return this.#tried(write, { checkMs: restMs, untilMs: restMs });
  }
}

function later(requeueAfterMs: number): WorkResult {
  return { requeueAfterMs, priority: 'background' };
}
