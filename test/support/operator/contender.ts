// One of several processes that campaign for the Lease on the API model. Its clock, network and watch can each fail.
import { ApiError } from '../../../src/kube/api/apiError.ts';
import type { WatchEvent } from '../../../src/kube/cache/watchEvent.ts';
import { LeaderElector } from '../../../src/kube/leaderElection/leaderElector.ts';
import type { Leadership } from '../../../src/kube/leaderElection/leadership.ts';
import { leases, type LeaseSpec } from '../../../src/kube/leaderElection/lease.ts';
import { LeaseLock } from '../../../src/kube/leaderElection/leaseLock.ts';
import type { LeaseTiming } from '../../../src/kube/leaderElection/leaseTiming.ts';
import { LeaseView } from '../../../src/kube/leaderElection/leaseView.ts';
import { parseKey } from '../../../src/kube/resource.ts';
import type { FakeClock } from '../clocks/fakeClock.ts';
import { PausableClock } from '../clocks/pausableClock.ts';
import type { ApiModel } from '../model/apiModel.ts';
import { ModelClient, type ModelRequest } from '../model/client.ts';

export const leaseName = { namespace: 'system', name: 'operator' };
export const timing: LeaseTiming = { leaseDurationMs: 3000, renewDeadlineMs: 2500, retryPeriodMs: 300 };

/** The client's setting. */
const REQUEST_DEADLINE_MS = timing.renewDeadlineMs;

export interface ContenderOptions {
  readonly identity: string;
  readonly model: ApiModel;
  readonly world: FakeClock;
  readonly random?: () => number;
  /** One way, in milliseconds: of requests and watch events, or of answers. */
  readonly latencyMs?: (way: 'there' | 'back') => number;
  /** The leader's work; by default it lasts until the leadership ends. */
  readonly lead?: (leadership: Leadership) => Promise<void>;
  readonly onGained?: () => void;
}

export class Contender {
  readonly identity: string;
  readonly clock: PausableClock;
  readonly client: ModelClient;
  /** "gained" and "lost: why", in order. */
  readonly transitions: string[] = [];
  readonly errors: unknown[] = [];
  watches = true;
  readonly #options: ContenderOptions;
  readonly #view = new LeaseView(timing.leaseDurationMs);
  readonly #elector: LeaderElector;
  readonly #stopWatching: () => void;
  #leadership: Leadership | undefined;

  constructor(options: ContenderOptions) {
    const { identity, model, world, random = () => 0.5 } = options;
    this.#options = options;
    this.identity = identity;
    this.clock = new PausableClock(world, world.monotonicMs() - 1_000_000 * random());
    this.client = new ModelClient(model);
    this.client.inject({ meets: () => true, happen: (request, execute) => this.#travel(request, execute) });
    this.#stopWatching = model.storage.listen(leases, (event) => void this.#hear(event));
    this.#elector = new LeaderElector({
      lock: new LeaseLock({ client: this.client, name: leaseName, view: this.#view, clock: this.clock }),
      view: this.#view,
      identity,
      timing,
      random,
      clock: this.clock,
      observer: {
        gained: () => this.transitions.push('gained'),
        lost: (reason) => this.transitions.push(`lost: ${reason instanceof Error ? reason.message : ''}`),
        leaseFailed: (error) => this.errors.push(error),
      },
      lead: (leadership) => this.#lead(leadership),
    });
    this.#elector.start();
  }

  get leads(): boolean {
    return this.#leadership?.isHeld() ?? false;
  }

  stop(options: { readonly release: boolean }): Promise<void> {
    return this.#elector.stop(options);
  }

  /** Stops the process; requests under way still arrive. */
  kill(): void {
    this.clock.pause();
    this.#stopWatching();
  }

  /** The watch reports that the data was restored, and the current Lease. */
  hearOfRollback(): void {
    const { model } = this.#options;
    this.#view.resetAfterRollback();
    const object = model.get(leases, leaseName);
    void this.#hear({ type: 'MODIFIED', object, resourceVersion: object.metadata.resourceVersion });
  }

  async #lead(leadership: Leadership): Promise<void> {
    this.#leadership = leadership;
    const { onGained, lead = untilEnd } = this.#options;
    onGained?.();
    await lead(leadership);
  }

  async #travel<T>(request: ModelRequest, execute: () => T): Promise<T> {
    const { world, latencyMs = () => 0 } = this.#options;
    const late = Promise.withResolvers<never>();
    const cancel = world.setTimer(REQUEST_DEADLINE_MS, () => late.reject(noAnswer(request)));
    const answered = (async () => {
      await passed(world, latencyMs('there'));
      try {
        return execute();
      } finally {
        await passed(world, latencyMs('back'));
      }
    })();
    try {
      return await Promise.race([answered, late.promise]);
    } finally {
      cancel();
      await this.clock.awake();
    }
  }

  async #hear(event: WatchEvent): Promise<void> {
    const { world, latencyMs = () => 0 } = this.#options;
    if (!this.watches) return;
    await passed(world, latencyMs('there'));
    await this.clock.awake();
    if (event.type === 'DELETED') this.#view.seeGone(event.resourceVersion);
    else if (event.type !== 'BOOKMARK') this.#view.see(event.object, this.clock.monotonicMs());
    this.#elector.viewChanged();
  }
}

/** The current Lease. */
export function leaseOf(model: ApiModel): LeaseSpec {
  const { spec } = model.get(leases, leaseName);
  const known: LeaseSpec = JSON.parse(JSON.stringify(spec ?? {}));
  return known;
}

async function untilEnd({ signal }: Leadership): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (!signal.aborted) await promise;
}

async function passed(world: FakeClock, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.setTimer(ms, resolve);
  await promise;
}

function noAnswer({ verb, resource, key }: ModelRequest): ApiError {
  const name = { action: verb, resource, object: parseKey(key) };
  return new ApiError(name, { message: 'no answer in time', outcomeUnknown: verb !== 'get' });
}
