// A namespace with one ActiveStandbyService, its pods and its operator. Facts change at once; the operator acts when a
// test calls it.
import { PRIORITY_ANNOTATION } from '../../../src/api/names.ts';
import { activeStandbyServices, endpointSlices, nodes, pods } from '../../../src/controller/cache/resources.ts';
import type { Decision } from '../../../src/controller/reconcile/decision.ts';
import { readTerm, type EndpointSlice } from '../../../src/desired/ledgerRecord.ts';
import { HandClock } from '../clocks/handClock.ts';
import { ApiModel } from '../model/apiModel.ts';
import { fieldsOf } from '../model/object.ts';
import { nodeObject, type NodeFacts } from '../objects/nodeObjects.ts';
import { podObject, type PodFacts } from '../objects/podObjects.ts';
import { ModelOperator, type Demoted, type Fate, type Written } from './modelOperator.ts';
import { ASVC, asvcObject, specOf, type WorldSpec } from './worldSpec.ts';

const SLICE = { namespace: 'shop', name: 'orders-asvc-ipv4' };

export class World {
  readonly clock = new HandClock();
  readonly model = new ApiModel(() => this.clock.wallMs());
  operator: ModelOperator;
  /** Monotonic time of the next reconcile if nothing happens before. */
  dueMs: number | undefined;
  readonly #crashed: ModelOperator[] = [];
  readonly #facts = new Map<string, PodFacts>();
  #addresses = 0;

  constructor(spec: WorldSpec = {}) {
    this.model.create(activeStandbyServices, asvcObject(spec));
    this.operator = this.#start();
  }

  get written(): readonly Written[] {
    return [...this.#crashed, this.operator].flatMap(({ written }) => written);
  }

  /** The pods that were deleted after a demotion. */
  get demoted(): readonly Demoted[] {
    return [...this.#crashed, this.operator].flatMap(({ demoted }) => demoted);
  }

  get slice(): EndpointSlice | undefined {
    const stored = this.model.storage.find(endpointSlices, SLICE);
    return stored && { addressType: 'IPv4', endpoints: [], ...stored };
  }

  get term(): number {
    return (this.slice && readTerm(this.slice)) ?? 0;
  }

  /** The term of the status: what a new process starts from. */
  get reportedTerm(): unknown {
    return fieldsOf(this.model.storage.find(activeStandbyServices, ASVC)?.['status'])['term'];
  }

  /** The facts of an existing pod. */
  facts(name: string): PodFacts | undefined {
    return this.#facts.get(name);
  }

  /** Whether the pod runs and has this address. */
  isAlive(name: string, address: string): boolean {
    const facts = this.#facts.get(name);
    return facts?.phase === 'Running' && facts.ips.includes(address);
  }

  isEligible(name: string): boolean {
    const facts = this.#facts.get(name);
    if (facts === undefined || !facts.ready || !facts.selected || facts.phase !== 'Running') return false;
    if (!this.#isWanted(name, facts)) return false;
    const pod = this.model.storage.find(pods, { namespace: 'shop', name });
    return facts.ips.length > 0 && pod?.metadata.deletionTimestamp === undefined;
  }

  /** Whether the pod is not fenced, and its priority allows it to be active. */
  #isWanted(name: string, { annotations = {} }: PodFacts): boolean {
    const spec = fieldsOf(this.model.get(activeStandbyServices, ASVC)['spec']);
    const isFenced = Array.isArray(spec['fencedPods']) && spec['fencedPods'].includes(name);
    const priority = annotations['orders.activestandby.dev/priority'] ?? annotations[PRIORITY_ANNOTATION] ?? '100';
    return !isFenced && Number(priority) > 0;
  }

  /** Sets facts of a pod, or creates it: ready, selected, with an address of its own. */
  pod(name: string, change: Partial<PodFacts> = {}): void {
    const known = this.#facts.get(name) ?? this.#newFacts();
    const isTurning = change.ready !== undefined && change.ready !== known.ready;
    const facts = { ...known, ...(isTurning ? { sinceMs: this.clock.wallMs() } : {}), ...change };
    this.#facts.set(name, facts);
    this.model.put(pods, podObject(name, facts));
  }

  /** Gives the pod another address. */
  moved(name: string): void {
    this.pod(name, { ips: [this.#newAddress()] });
  }

  terminate(name: string): void {
    if (this.#facts.has(name)) this.model.delete(pods, { namespace: 'shop', name });
  }

  remove(name: string): void {
    if (this.#facts.delete(name)) this.model.remove(pods, { namespace: 'shop', name });
  }

  /** Sets facts of a node, or creates it healthy. */
  node(name: string, facts: NodeFacts = {}): void {
    this.model.put(nodes, nodeObject(name, { sinceMs: this.clock.wallMs(), ...facts }));
  }

  removeNode(name: string): void {
    this.model.remove(nodes, { namespace: '', name });
  }

  respec(change: WorldSpec): void {
    const { spec, ...asvc } = this.model.get(activeStandbyServices, ASVC);
    this.model.update(activeStandbyServices, { ...asvc, spec: { ...specOf(spec), ...change } });
  }

  /** Edits the slice as another client. */
  edit(change: (slice: EndpointSlice) => EndpointSlice): void {
    if (this.slice !== undefined) this.model.put(endpointSlices, change(this.slice));
  }

  deleteSlice(): void {
    if (this.slice !== undefined) this.model.remove(endpointSlices, SLICE);
  }

  reconcile(fate: Fate = 'done'): Decision | undefined {
    const decision = this.operator.reconcile(fate);
    this.dueMs = decision?.step.requeueAtMonotonicMs;
    return decision;
  }

  /** Reconciles, and updates the status, until there is nothing left to write. */
  settle(): Decision | undefined {
    for (let round = 0; round < 20; round += 1) {
      const before = this.model.storage.version;
      const decision = this.reconcile();
      this.operator.updateStatus();
      if (this.model.storage.version === before) return decision;
    }
    throw new Error('The operator does not come to rest: it writes in each of 20 reconciles');
  }

  /** Another process takes over, which knows only what the API has. */
  crash(): void {
    this.#crashed.push(this.operator);
    this.operator.stop();
    this.operator = this.#start();
  }

  /** A process that manages another object of the namespace. */
  operatorOf(name: string): ModelOperator {
    return new ModelOperator(`shop/${name}`, this.model, this.clock);
  }

  #start(): ModelOperator {
    return this.operatorOf(ASVC.name);
  }

  #newFacts(): PodFacts {
    const sinceMs = this.clock.wallMs();
    return { ready: true, sinceMs, phase: 'Running', selected: true, ips: [this.#newAddress()], nodeName: 'n1' };
  }

  #newAddress(): string {
    this.#addresses += 1;
    return `10.1.${Math.floor(this.#addresses / 250)}.${(this.#addresses % 250) + 1}`;
  }
}
