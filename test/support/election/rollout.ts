// A rollout as Kubernetes makes it, and an election that reacts to each of its events. The next pod to be replaced is a
// random one of those allowed; each event takes some seconds.
import { outgoingOf, type Ledger } from '../../../src/election/ledger.ts';
import type { PodView } from '../../../src/election/podView.ts';
import { step } from '../../../src/election/step.ts';
import { input, serving } from './electionInputs.ts';
import { notReady, ofRevision, pod, readySince, START_MS, terminating } from './pods.ts';

export interface Workload {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
}

/** Any number from 0 to below the given one. */
export type Chance = (below: number) => number;

const EVENT_MS = 5000;

export class Rollout {
  readonly #workload: Workload;
  readonly #chance: Chance;
  #pods: readonly PodView[];
  #ledger: Ledger;
  #target = 'old';
  #nowMs = START_MS;
  #created = 0;
  /** Elections since the target was set. */
  moves = 0;
  /** Whenever the active was deleted, a target pod was ready, and the newest pod was a target pod. */
  wasPrepared = true;

  constructor(workload: Workload, active: number, chance: Chance) {
    this.#workload = workload;
    this.#chance = chance;
    const ordinals = Array.from({ length: workload.replicas }, (_, ordinal) => ordinal);
    this.#pods = ordinals.map((ordinal) => this.#ready(this.#newPod(ordinal)));
    const holder = this.#pods[active];
    if (holder === undefined) throw new Error(`there is no pod ${active}`);
    this.#ledger = serving(holder);
  }

  /** Runs that many events, or to the end. */
  run(target: string, events = Infinity): void {
    this.#target = target;
    this.moves = 0;
    this.wasPrepared = true;
    for (let event = 0; event < events; event += 1) {
      this.#nowMs += EVENT_MS;
      const next = this.#workload.kind === 'Deployment' ? this.#nextOfDeployment() : this.#nextOfStatefulSet();
      if (next === undefined) return;
      this.#pods = next;
      this.#elect();
    }
  }

  #nextOfDeployment(): readonly PodView[] | undefined {
    const { replicas, surge, unavailable } = this.#workload;
    const living = this.#pods.filter((each) => !each.terminating);
    const isNew = (each: PodView) => this.#isOfTarget(each);
    const missing = Math.min(replicas + surge - living.length, replicas - living.filter(isNew).length);
    if (missing > 0) return [...this.#pods, this.#newPod(this.#pods.length)];
    const old = living.filter((each) => !isNew(each));
    const unready = old.filter(({ ready }) => !ready);
    if (unready.length > 0) return this.#afterDeletionOf(unready);
    const spare = living.filter(({ ready }) => ready).length - (replicas - unavailable);
    if (spare > 0 && old.length > 0) return this.#afterDeletionOf(this.#some(old, spare));
    return this.#nextOfKubelets();
  }

  /** From the last to the first, when all are ready. */
  #nextOfStatefulSet(): readonly PodView[] | undefined {
    const { replicas } = this.#workload;
    const next = this.#nextOfKubelets();
    if (next !== undefined) return next;
    const ordinals = Array.from({ length: replicas }, (_, index) => replicas - 1 - index);
    const missing = ordinals.find((ordinal) => !this.#pods.some((each) => each.metadata.name === nameOf(ordinal)));
    if (missing !== undefined) return [...this.#pods, this.#newPod(missing)];
    const old = ordinals.map((ordinal) => this.#pods.find((each) => each.metadata.name === nameOf(ordinal)));
    const last = old.find((each) => each !== undefined && !this.#isOfTarget(each));
    return last && this.#afterDeletionOf([last]);
  }

  /** A pod has ended, or one becomes ready. */
  #nextOfKubelets(): readonly PodView[] | undefined {
    const waiting = this.#pods.filter((each) => each.terminating || !each.ready);
    const [one] = this.#some(waiting, 1);
    if (one === undefined) return undefined;
    if (one.terminating) return this.#pods.filter((each) => each !== one);
    return this.#pods.map((each) => (each === one ? this.#ready(one) : each));
  }

  #afterDeletionOf(pods: readonly PodView[]): readonly PodView[] {
    if (pods.some(({ metadata }) => metadata.uid === outgoingOf(this.#ledger)?.uid)) {
      const hasSuccessor = this.#pods.some((each) => this.#isOfTarget(each) && each.ready && !each.terminating);
      const [newest] = this.#pods.toSorted((one, other) => other.createdMs - one.createdMs);
      this.wasPrepared &&= hasSuccessor && newest !== undefined && this.#isOfTarget(newest);
    }
    return this.#pods.map((each) => (pods.includes(each) ? terminating(each) : each));
  }

  #elect(): void {
    const { ledger } = step(input(this.#pods, { ledger: this.#ledger }));
    if (ledger.term !== this.#ledger.term) this.moves += 1;
    this.#ledger = ledger;
  }

  #isOfTarget({ metadata }: PodView): boolean {
    return metadata.labels['pod-template-hash'] === this.#target;
  }

  #some(pods: readonly PodView[], count: number): readonly PodView[] {
    const rest = [...pods];
    const taken: PodView[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(this.#chance(rest.length), 1));
    return taken;
  }

  #newPod(ordinal: number): PodView {
    this.#created += 1;
    const { kind } = this.#workload;
    const uid = `${this.#chance(1000)}-${this.#created}`;
    const made = pod(kind === 'StatefulSet' ? nameOf(ordinal) : `p${this.#created}`);
    const metadata = { ...made.metadata, uid };
    return ofRevision({ ...notReady({ ...made, metadata }), createdMs: this.#nowMs }, this.#target);
  }

  #ready(view: PodView): PodView {
    return readySince(view, this.#nowMs);
  }
}

function nameOf(ordinal: number): string {
  return `db-${ordinal}`;
}
