// One process of the operator on the API model, without queues: observe, decide and record are the real ones, and a
// reconcile is over when it returns, so that tens of thousands of histories can be tried.
import type { Applied } from '../../../src/controller/apply/apply.ts';
import type { ServiceWrite, SliceWrite } from '../../../src/controller/apply/plannedWrites.ts';
import { toCachedSlice } from '../../../src/controller/cache/cachedObject.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../../../src/controller/cache/resources.ts';
import type { NodeMonitor } from '../../../src/controller/nodes/nodeMonitor.ts';
import { decide } from '../../../src/controller/reconcile/decide.ts';
import type { Decision } from '../../../src/controller/reconcile/decision.ts';
import { observe } from '../../../src/controller/reconcile/observe.ts';
import type { Observed } from '../../../src/controller/reconcile/observed.ts';
import { ReconcileStates } from '../../../src/controller/reconcile/reconcileState.ts';
import { record } from '../../../src/controller/reconcile/record.ts';
import { withStatus } from '../../../src/controller/reconcile/statusUpdater.ts';
import { TriggerTimeTracker } from '../../../src/controller/reconcile/triggerTimes.ts';
import { withTriggerTime } from '../../../src/desired/endpointSlice.ts';
import type { EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import type { Outcome, PublishedTransition } from '../../../src/desired/outcome.ts';
import { nextStatus } from '../../../src/desired/status.ts';
import type { PodIdentity } from '../../../src/election/podView.ts';
import { parseKey } from '../../../src/kube/resource.ts';
import type { Clock } from '../../../src/kube/timing/clock.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import type { ApiModel } from '../model/apiModel.ts';
import { ModelWatches } from './modelWatches.ts';
import { refused, responseLost } from './writeErrors.ts';

/** The result of a slice write: done, refused, or done with its response lost. */
export type Fate = 'done' | 'refused' | 'responseLost';

function ignore(): void {}

const observer = {
  recorded: ignore,
  transitioned: ignore,
  reconciled: ignore,
  failed: ignore,
  ended: ignore,
  fieldsPruned: ignore,
};

export interface Written {
  readonly slice: EndpointSlice;
  readonly before: KubeObject | undefined;
}

/** A pod that was deleted after its demotion, and the slice at that time. */
export interface Demoted {
  readonly uid: string;
  readonly slice: EndpointSlice | undefined;
}

export class ModelOperator {
  readonly reconcileStates = new ReconcileStates();
  /** Each slice that it has written, in order, with the slice before it. */
  readonly written: Written[] = [];
  readonly demoted: Demoted[] = [];
  readonly #key: string;
  readonly #model: ApiModel;
  readonly #clock: Clock;
  readonly #watches: ModelWatches;
  readonly #triggerTimes = new TriggerTimeTracker();
  #statusUpdate: { outcome: Outcome; transitions: readonly PublishedTransition[] } | undefined;

  constructor(key: string, model: ApiModel, clock: Clock) {
    this.#key = key;
    this.#model = model;
    this.#clock = clock;
    this.#watches = new ModelWatches(model, clock, this.reconcileStates);
  }

  get nodeMonitor(): NodeMonitor {
    return this.#watches.nodeMonitor;
  }

  /** The feed of its cache of slices. */
  get slices(): ModelWatches['slices'] {
    return this.#watches.slices;
  }

  observe(noticedMs = this.#triggerTimes.take(this.#key)): Observed | undefined {
    const { reconcileStates, nodeMonitor } = this;
    this.#askForPods();
    const sources = { caches: this.#watches.caches, nodeMonitor, reconcileStates, clock: this.#clock };
    return observe(this.#key, sources, noticedMs);
  }

  /** Observes, as a reconcile does before it decides. */
  #askForPods(): void {
    const { caches } = this.#watches;
    const asvc = caches.asvcs.get(this.#key);
    if (asvc === undefined || !caches.unreadPods.isMissing(asvc)) return;
    const question = caches.unreadPods.questionOf(asvc);
    const found = this.#model.list(pods, question);
    caches.unreadPods.answer({ asvc, question, found }, { caches, podChanged: ignore });
  }

  reconcile(fate: Fate = 'done'): Decision | undefined {
    const observed = this.observe();
    if (observed === undefined) return undefined;
    const decision = decide(observed);
    const applied = this.#apply(observed, decision, fate);
    const statusUpdater = { update: this.#noteStatusUpdate.bind(this) };
    const { reconcileStates } = this;
    record(
      { key: this.#key, observed, decision, applied },
      { reconcileStates, triggerTimes: this.#triggerTimes, statusUpdater, observer },
    );
    return decision;
  }

  /** Writes the status that follows from the reconciles until now. */
  updateStatus(): void {
    const asvc = this.#watches.caches.asvcs.get(this.#key);
    if (asvc === undefined || this.#statusUpdate === undefined) return;
    const parsed = asvc.parse();
    const previous = (parsed.valid ? parsed.value.status : parsed.status) ?? {};
    const { outcome, transitions } = this.#statusUpdate;
    const status = nextStatus(outcome, previous, transitions);
    this.#model.updateStatus(activeStandbyServices, withStatus(asvc, status));
    this.#statusUpdate = { outcome, transitions: [] };
  }

  /** Ends its watches; its memory is lost. */
  stop(): void {
    this.#watches.stop();
  }

  #noteStatusUpdate(_: string, outcome: Outcome, transitions: readonly PublishedTransition[]): void {
    this.#statusUpdate = { outcome, transitions: [...(this.#statusUpdate?.transitions ?? []), ...transitions] };
  }

  #apply(observed: Observed, { slice, service, demotion }: Decision, fate: Fate): Applied {
    const failures: Applied['failures'][number][] = [];
    try {
      this.#applySlice(slice, observed.noticedMs, fate);
      if (demotion !== undefined) this.#delete(observed, demotion);
    } catch (error) {
      failures.push({ part: 'slice', error });
    }
    this.#applyService(service);
    const isPublished = slice.kind !== 'none' && failures.length === 0;
    return { publishedMs: isPublished ? this.#clock.wallMs() : undefined, problems: [], failures };
  }

  #applySlice(write: SliceWrite, noticedMs: number, fate: Fate): void {
    if (write.kind === 'none') return;
    if (fate === 'refused') throw refused(write.slice);
    const slice = withTriggerTime(write.slice, noticedMs);
    try {
      this.#writeSlice(write.kind, slice, fate);
    } catch (error) {
      const stored = this.#storedSlice(slice);
      if (fate !== 'responseLost' && stored !== undefined)
        this.#watches.caches.slices.observeWrite(toCachedSlice(stored, this.#watches.caches.parsed));
      throw error;
    }
  }

  #writeSlice(kind: 'create' | 'update', slice: EndpointSlice, fate: Fate): void {
    const before = this.#storedSlice(slice);
    const model = this.#model;
    const stored = kind === 'create' ? model.create(endpointSlices, slice) : model.update(endpointSlices, slice);
    this.written.push({ slice, before });
    if (fate === 'responseLost') throw responseLost(slice);
    this.#watches.caches.slices.observeWrite(toCachedSlice(stored, this.#watches.caches.parsed));
  }

  #delete({ slice }: Observed, { name, uid }: PodIdentity): void {
    const { namespace } = parseKey(this.#key);
    const stored = slice && this.#storedSlice(slice.object);
    this.demoted.push({ uid, slice: stored && { addressType: 'IPv4', endpoints: [], ...stored } });
    this.#model.delete(pods, { namespace, name }, { uid });
  }

  #storedSlice({ metadata }: EndpointSlice): KubeObject | undefined {
    const { namespace = '', name = '' } = metadata ?? {};
    return this.#model.storage.find(endpointSlices, { namespace, name });
  }

  #applyService(write: ServiceWrite): void {
    if (write.kind === 'none') return;
    const { service } = write;
    const { namespace = '', name = '' } = service.metadata ?? {};
    if (write.kind === 'create') this.#model.create(services, service);
    else if (write.removals.length > 0) this.#model.jsonPatch(services, { namespace, name }, write.removals);
    if (write.kind === 'mend' && write.needsApply) {
      this.#model.apply(services, service, { fieldManager: 'activestandby.dev', force: true });
    }
  }
}
