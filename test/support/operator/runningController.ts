// A controller that follows the API model over a transport, and leads when a test says so, on a fake clock. It manages
// the object orders, and perhaps others.
import { activeStandbyServices, endpointSlices, nodes, pods } from '../../../src/controller/cache/resources.ts';
import { Controller } from '../../../src/controller/controller.ts';
import type { ElectionObserver } from '../../../src/controller/reconcile/electionObserver.ts';
import { readLedger, type EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import type { PodIdentity } from '../../../src/election/podView.ts';
import { silentObserver } from '../../../src/kube/observer.ts';
import { FakeClock } from '../clocks/fakeClock.ts';
import { ApiModel } from '../model/apiModel.ts';
import { ModelClient } from '../model/client.ts';
import { ModelTransport } from '../model/transport.ts';
import { asvcObject } from '../objects/asvcs.ts';
import { nodeObject } from '../objects/nodeObjects.ts';
import { podObject } from '../objects/podObjects.ts';

function ignore(): void {}

export class RunningController {
  readonly clock = new FakeClock();
  readonly model: ApiModel;
  readonly transport: ModelTransport;
  /** The client of a leader. */
  readonly client: ModelClient;
  /** "shop/orders Active" after each reconcile, and "shop/orders failed". */
  readonly outcomes: string[] = [];
  /** Runs of the queues in order, each with the number of writes before it: "reconcile 0". */
  readonly runs: string[] = [];
  /** Fields that the API server drops. */
  pruned: readonly string[] = [];
  readonly #controller: Controller;

  /** For an existing cluster, or a new one. */
  constructor(observer: Partial<ElectionObserver> = {}, model?: ApiModel) {
    this.model = model ?? new ApiModel(() => this.clock.wallMs());
    this.transport = new ModelTransport(this.model);
    this.client = new ModelClient(this.model);
    const { transport, client, clock, outcomes } = this;
    const clients = { client, background: client, at: () => client };
    const connection = { transport, under: () => clients, expectUrgent: () => ignore };
    this.#controller = new Controller({
      connection,
      clock,
      apiObserver: silentObserver,
      nodeObserver: { counted: ignore, holdChanged: ignore },
      queueObserver: (task) => ({
        ...silentObserver,
        itemWaited: () => void this.runs.push(`${task} ${client.writes.length}`),
      }),
      electionObserver: {
        recorded: ({ key, outcome }) => void outcomes.push(`${key} ${outcome.step.phase}`),
        failed: ({ key }) => void outcomes.push(`${key} failed`),
        transitioned: ignore,
        reconciled: ignore,
        ended: ignore,
        fieldsPruned: (paths) => void (this.pruned = paths),
        ...observer,
      },
      concurrency: 4,
      instance: 'test',
      namespaces: [],
    });
  }

  /** Has led before, with a active and b as standby; follows now. */
  static async afterServing(): Promise<RunningController> {
    const controller = new RunningController();
    await controller.start();
    await controller.serveForAWhile();
    return controller;
  }

  /** Leads again after that time. */
  static async leading(): Promise<RunningController> {
    const controller = await RunningController.afterServing();
    await controller.lead();
    return controller;
  }

  get kept(): Readonly<Record<string, number>> {
    return this.#controller.kept;
  }

  async start(): Promise<void> {
    const started = this.#controller.start();
    await this.settle();
    await started;
  }

  /** Leads, as after it acquired the Lease; the returned function ends that. */
  async lead(): Promise<() => Promise<void>> {
    const ending = new AbortController();
    const { signal } = ending;
    const led = this.#controller.lead({ signal, isSuccession: true, isHeld: () => !signal.aborted });
    await this.settle();
    return async () => {
      ending.abort();
      await led;
    };
  }

  async stop(): Promise<void> {
    const stopped = this.#controller.stop();
    await this.settle();
    await stopped;
  }

  /** Resolves when nothing more happens at this moment. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await this.clock.advance(0);
  }

  /** Creates or updates a pod on a node of its own, which is created if needed. Keeps existing annotations. */
  pod(name: string, ready = true): PodIdentity {
    if (!this.#hasNode(name)) this.nodeOf(name);
    const ips = [`10.0.0.${name.charCodeAt(0)}`];
    const { annotations = {} } = this.model.storage.find(pods, { namespace: 'shop', name })?.metadata ?? {};
    const facts = {
      ready,
      sinceMs: 0,
      phase: 'Running',
      selected: true,
      ips,
      nodeName: `node-of-${name}`,
      annotations,
    };
    const { uid } = this.model.put(pods, podObject(name, facts)).metadata;
    return { name, uid };
  }

  /** Of that pod only. */
  nodeOf(pod: string, ready: 'True' | 'Unknown' = 'True'): void {
    this.model.put(nodes, nodeObject(`node-of-${pod}`, { ready, sinceMs: this.clock.wallMs() }));
  }

  #hasNode(pod: string): boolean {
    return this.model.storage.find(nodes, { namespace: '', name: `node-of-${pod}` }) !== undefined;
  }

  get slice(): EndpointSlice {
    return this.#sliceFor('orders');
  }

  /** "a@1": the pod and the term. */
  get published(): string {
    return this.publishedFor('orders');
  }

  publishedFor(name: string): string {
    const slice = this.#sliceFor(name);
    const [endpoint] = slice.endpoints ?? [];
    return `${endpoint?.targetRef?.name ?? '-'}@${readLedger(slice)?.term}`;
  }

  #sliceFor(name: string): EndpointSlice {
    const stored = this.model.get(endpointSlices, { namespace: 'shop', name: `${name}-asvc-ipv4` });
    return { addressType: 'IPv4', endpoints: [], ...stored };
  }

  /** Leads until a is active and b a standby, and then forgets what happened. */
  async serveForAWhile(): Promise<void> {
    for (const name of ['a', 'b']) {
      this.nodeOf(name);
      this.pod(name);
    }
    this.model.create(activeStandbyServices, asvcObject());
    const end = await this.lead();
    await end();
    this.forget();
  }

  /** Forgets requests, runs and lines up to here. */
  forget(): void {
    this.client.requests.length = 0;
    this.runs.length = 0;
    this.outcomes.length = 0;
  }
}
