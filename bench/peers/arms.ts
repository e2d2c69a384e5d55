// One of the compared ways to publish: its objects, the process that works for them, and how one of their actives fails.
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { setPodReady } from '../../e2e/cluster/pods.ts';
import type { Failing, Observer } from './observer.ts';
import type { Kind, Subject } from './population.ts';
import { startWorker, type Worker } from './workers.ts';

export interface Stand {
  readonly plane: ControlPlane;
  readonly observer: Observer;
}

export interface ArmSpec {
  readonly id: string;
  readonly kind: Kind;
  readonly objects: number;
  readonly bundle?: string;
}

export class Arm {
  readonly id: string;
  readonly subjects: readonly Subject[];
  readonly stand: Stand;
  readonly #spec: ArmSpec;
  readonly #namespace: string;
  #worker: Worker | undefined;

  /** Nothing works for the objects until it is started. */
  constructor(stand: Stand, spec: ArmSpec, subjects: readonly Subject[]) {
    this.id = spec.id;
    this.stand = stand;
    this.subjects = subjects;
    this.#spec = spec;
    this.#namespace = namespaceOf(spec);
  }

  get worker(): Worker | undefined {
    return this.#worker;
  }

  /** Resolves once all objects are published. */
  async start(): Promise<void> {
    const { kind, bundle } = this.#spec;
    const place = { namespace: this.#namespace, ...(bundle === undefined ? {} : { bundle }) };
    this.#worker = await startWorker(this.stand.plane, kind, place);
    await this.untilPublished();
  }

  async stop(): Promise<void> {
    await this.#worker?.check();
    await this.#worker?.stop();
    this.#worker = undefined;
  }

  /** Resolves once the slices of all objects list as many ready pods as without a failure. */
  async untilPublished(): Promise<void> {
    const { observer } = this.stand;
    const count = this.#spec.kind === 'selector' ? 2 : 1;
    const isSo = (): boolean => this.subjects.every((subject) => observer.listedIn(keyOf(subject)).length === count);
    await observer.until(isSo, `all slices of ${this.id}`);
  }

  /** The active of one object, which fails next. */
  failing(subject: Subject): Failing {
    const service = keyOf(subject);
    const [active] = this.stand.observer.listedIn(service);
    if (active === undefined) throw new Error(`Cannot fail ${service}: no pod is published`);
    return { pod: `${subject.namespace}/${active}`, service };
  }

  /** One failover, in milliseconds; with its recovery, if there is one. */
  async failOver(subject: Subject, recover = true): Promise<number> {
    const failing = this.failing(subject);
    const [ms = NaN] = await this.stand.observer.failovers([failing], () => this.#fail(subject, failing));
    if (recover) await this.recover(subject);
    return ms;
  }

  /** All pods of the object are ready again, where the arm needs that. */
  async recover(subject: Subject): Promise<void> {
    if (this.#spec.kind === 'readiness') return;
    const active = this.stand.observer.listedIn(keyOf(subject));
    for (const pod of subject.pods) if (!active.includes(pod)) await this.#setReady(subject, pod, true);
  }

  async #fail(subject: Subject, { pod }: Failing): Promise<void> {
    const active = pod.split('/')[1] ?? '';
    const [other = ''] = subject.pods.filter((name) => name !== active);
    await this.#setReady(subject, active, false);
    if (this.#spec.kind === 'readiness') await this.#setReady(subject, other, true);
  }

  #setReady({ namespace }: Subject, name: string, ready: boolean): Promise<unknown> {
    return setPodReady(this.stand.plane.api, { namespace, name }, ready);
  }
}

export function namespaceOf({ id }: ArmSpec): string {
  return `arm-${id}`;
}

function keyOf({ namespace, name }: Subject): string {
  return `${namespace}/${name}`;
}
