// How do caches, triggers, queues and passes hang together? From start to stop, one controller.
import { retryAfterMs } from '../kube/apiError.ts';
import type { Connection } from '../kube/connect.ts';
import type { Clock } from '../kube/clock.ts';
import { EventRecorder } from '../kube/events.ts';
import type { ApiObserver, QueueObserver } from '../kube/observer.ts';
import { Reflector, type ReflectorOptions } from '../kube/reflector.ts';
import { objectKey } from '../kube/resource.ts';
import type { StoredObject } from '../kube/store.ts';
import { WorkQueue } from '../kube/workQueue.ts';
import { MANAGER } from '../api/names.ts';
import { toCachedAsvc, toCachedService, toCachedSlice, type CachedAsvc } from './cachedObject.ts';
import { makeCaches } from './caches.ts';
import type { ElectionObserver } from './electionObserver.ts';
import { Notices } from './notices.ts';
import { toPodView } from './podView.ts';
import { Recollections } from './recollection.ts';
import { reconcile, type ReconcileContext } from './reconcile.ts';
import { activeStandbyServices, endpointSlices, pods, services } from './resources.ts';
import { StatusReporter } from './statusReporter.ts';
import { Triggers } from './triggers.ts';

export type Task = 'reconcile' | 'report';

export interface ControllerOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly apiObserver: ApiObserver;
  readonly queueObserver: (task: Task) => QueueObserver;
  readonly electionObserver: ElectionObserver;
  /** How many objects are worked on at the same time; as many statuses are written beside them. */
  readonly concurrency: number;
  /** Names this process in Events. */
  readonly instance: string;
}

type Watched = Pick<Reflector<StoredObject>, 'start' | 'synced' | 'ended'>;

export class Controller {
  readonly #options: ControllerOptions;
  readonly #stopping = new AbortController();
  readonly #caches = makeCaches();
  readonly #recollections = new Recollections();
  readonly #notices = new Notices();
  readonly #events: EventRecorder;
  readonly #reporter: StatusReporter;
  readonly #passes: WorkQueue;
  readonly #reports: WorkQueue;
  readonly #reflectors: readonly Watched[];

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { connection, clock } = options;
    this.#events = this.#makeEvents();
    this.#passes = this.#makeQueue('reconcile', (key) => this.#reconcile(key));
    this.#reports = this.#makeQueue('report', (key) => this.#reporter.write(key));
    this.#reporter = new StatusReporter({
      client: connection.background,
      clock,
      caches: this.#caches,
      events: this.#events,
      queue: () => this.#reports,
      onTermReported: (key) => this.#passes.add(key, 'background'),
    });
    this.#reflectors = this.#makeReflectors();
  }

  /** Nothing is decided before every cache is complete. Resolves when they are. */
  async start(): Promise<void> {
    for (const reflector of this.#reflectors) reflector.start(this.#stopping.signal);
    await Promise.all(this.#reflectors.map(({ synced }) => synced));
    this.#passes.start();
    this.#reports.start();
  }

  /** Finishes the writes that are under way, and starts no others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#passes.stop();
    await this.#reports.stop();
    await this.#events.stop();
    await Promise.all(this.#reflectors.map(({ ended }) => ended));
  }

  async #reconcile(key: string) {
    const { clock, electionObserver } = this.#options;
    const startMs = clock.monotonicMs();
    const seconds = () => (clock.monotonicMs() - startMs) / 1000;
    try {
      const result = await reconcile(key, this.#context());
      electionObserver.reconciled({ key, seconds: seconds(), outcome: 'success' });
      return result;
    } catch (error) {
      electionObserver.reconciled({ key, seconds: seconds(), outcome: 'error' });
      throw error;
    }
  }

  #context(): ReconcileContext {
    const { connection, clock, electionObserver } = this.#options;
    return {
      client: connection.client,
      clock,
      caches: this.#caches,
      recollections: this.#recollections,
      notices: this.#notices,
      reporter: this.#reporter,
      observer: electionObserver,
    };
  }

  #makeEvents(): EventRecorder {
    const { connection, clock, instance, electionObserver } = this.#options;
    return new EventRecorder({
      client: connection.background,
      reportingController: MANAGER,
      reportingInstance: instance,
      clock,
      onError: (error) => electionObserver.failed({ key: '', task: 'report', error }),
    });
  }

  #makeQueue(task: Task, work: ConstructorParameters<typeof WorkQueue>[0]['work']): WorkQueue {
    const { concurrency, clock, queueObserver, electionObserver } = this.#options;
    const onError = (key: string, error: unknown) => electionObserver.failed({ key, task, error });
    const observer = queueObserver(task);
    return new WorkQueue({ concurrency, work, onError, clock, observer, retryAfterMs });
  }

  #makeReflectors(): readonly Watched[] {
    const { asvcs, pods: podStore, services: serviceStore, slices } = this.#caches;
    const triggers = new Triggers(this.#caches, {
      reconcile: (key, priority) => {
        this.#notices.note(key, this.#options.clock.wallMs());
        this.#passes.add(key, priority);
      },
      report: (key) => this.#reports.add(key, 'background'),
      end: (asvc) => this.#end(asvc),
    });
    return [
      this.#reflector({
        resource: activeStandbyServices,
        transform: toCachedAsvc,
        store: asvcs,
        onChange: (change) => triggers.asvcChanged(change),
      }),
      this.#reflector({
        resource: pods,
        transform: toPodView,
        store: podStore,
        onChange: (change) => triggers.podChanged(change),
      }),
      this.#reflector({
        resource: services,
        transform: toCachedService,
        store: serviceStore,
        onChange: (change) => triggers.serviceChanged(change),
      }),
      this.#reflector({
        resource: endpointSlices,
        transform: toCachedSlice,
        store: slices,
        onChange: (change) => {
          if (change.type === 'Deleted') this.#recollections.sliceDeleted(change);
          triggers.sliceChanged(change);
        },
      }),
    ];
  }

  #reflector<T extends StoredObject>(
    options: Pick<ReflectorOptions<T>, 'resource' | 'transform' | 'store' | 'onChange'>,
  ): Watched {
    const { connection, clock, apiObserver: observer } = this.#options;
    return new Reflector<T>({ ...options, transport: connection.transport, clock, observer });
  }

  #end({ metadata }: CachedAsvc): void {
    const key = objectKey(metadata);
    this.#passes.forget(key);
    this.#reports.forget(key);
    this.#reporter.forget(key);
    this.#recollections.forget(metadata.uid);
    this.#options.electionObserver.ended(key);
  }
}
