// An election that runs without an API: facts change, steps are taken, their records are written or lost, processes
// crash. Fast enough for hundreds of thousands of histories.
import { nextSwitchover } from '../../../src/desired/switchoverStatus.ts';
import type { SwitchoverStatus } from '../../../src/api/activeStandbyService.generated.ts';
import type { Ledger } from '../../../src/election/ledger.ts';
import { freshElectionState } from '../../../src/election/electionState.ts';
import type { NodeHealth } from '../../../src/election/nodes.ts';
import type { ElectionInput, Reported, SwitchoverInput } from '../../../src/election/electionInput.ts';
import type { PodView } from '../../../src/election/podView.ts';
import type { Policy } from '../../../src/election/policy.ts';
import { step, type Step } from '../../../src/election/step.ts';
import { input } from './electionInputs.ts';

/** The parts of the status that an election reads. */
interface WrittenStatus {
  readonly term: number;
  readonly reported: Reported;
  readonly switchover: SwitchoverStatus | undefined;
}

interface Taken {
  readonly before: ElectionInput;
  readonly after: Step;
}

const nothingReported: Reported = { failover: undefined, preemption: undefined };

export class RunningElection {
  /** Each step, those with a lost record included. */
  readonly taken: Taken[] = [];
  /** Each record that was written. */
  readonly written: Taken[] = [];
  #now: ElectionInput;
  #status: WrittenStatus = { term: 0, reported: nothingReported, switchover: undefined };
  #pending: WrittenStatus | undefined;
  #isFirst = true;

  constructor(policy: Partial<Policy> = {}) {
    this.#now = input([], { policy });
  }

  get ledger(): Ledger {
    return this.#now.ledger;
  }

  /** The input of the next step. */
  get input(): ElectionInput {
    return { ...this.#now, switchover: this.#switchover(), reported: this.#isFirst ? this.reported : undefined };
  }

  /** The timers that a new process reads in the status; those of another term belong to another pod. */
  get reported(): Reported | undefined {
    return this.#status.term === this.ledger.term ? this.#status.reported : undefined;
  }

  /** Adds the pod, or changes it. */
  put(pod: PodView): void {
    this.remove(pod.metadata.name);
    this.#setPods([...this.#now.pods, pod]);
  }

  pod(name: string): PodView | undefined {
    return this.#now.pods.find(({ metadata }) => metadata.name === name);
  }

  remove(name: string): void {
    this.#setPods(this.#now.pods.filter(({ metadata }) => metadata.name !== name));
  }

  respec(policy: Partial<Policy>): void {
    this.#now = { ...this.#now, policy: { ...this.#now.policy, ...policy } };
  }

  ask(request: SwitchoverInput['request']): void {
    this.#now = { ...this.#now, switchover: { ...this.#now.switchover, request } };
  }

  node(name: string, health: NodeHealth): void {
    const { nodes } = this.#now;
    this.#now = { ...this.#now, nodes: { ...nodes, byName: new Map(nodes.byName).set(name, health) } };
  }

  hold(forMs: number): void {
    const heldUntilMonotonicMs = this.#now.now.monotonicMs + forMs;
    this.#now = { ...this.#now, nodes: { ...this.#now.nodes, heldUntilMonotonicMs } };
  }

  /** Lets time pass, and ends a hold that is over. */
  pass(elapsedMs: number): void {
    const { now, nodes } = this.#now;
    const monotonicMs = now.monotonicMs + elapsedMs;
    const wallMs = now.wallMs + elapsedMs;
    const { heldUntilMonotonicMs: until = -1 } = nodes;
    const heldUntilMonotonicMs = until > monotonicMs ? until : undefined;
    const next = { wallMs, monotonicMs };
    this.#now = { ...this.#now, now: next, noticedMs: wallMs, nodes: { ...nodes, heldUntilMonotonicMs } };
  }

  turnClock(byMs: number): void {
    const { wallMs, monotonicMs } = this.#now.now;
    this.#now = { ...this.#now, now: { wallMs: wallMs + byMs, monotonicMs }, noticedMs: wallMs + byMs };
  }

  /** Takes one step, and writes its record unless it is lost. */
  step(fate: 'written' | 'lost' = 'written'): Step {
    const before = this.input;
    const after = step(before);
    this.taken.push({ before, after });
    if (fate === 'lost') return after;
    if (after.ledger !== before.ledger) this.written.push({ before, after });
    this.#isFirst = false;
    this.#now = { ...this.#now, ledger: after.ledger, electionState: after.electionState };
    this.#setPods(this.#now.pods);
    this.#pending = this.#nextStatus(after);
    return after;
  }

  /** Writes the status of the last step; true when it changed, which triggers another step. */
  updateStatus(): boolean {
    const before = JSON.stringify(this.#status);
    this.#status = this.#pending ?? this.#status;
    return JSON.stringify(this.#status) !== before;
  }

  /** Another process takes over, which knows only what the API has; its monotonic time starts again. */
  crash(): void {
    const { now, nodes } = this.#now;
    const until = nodes.heldUntilMonotonicMs;
    const heldUntilMonotonicMs = until === undefined ? undefined : until - now.monotonicMs;
    this.#isFirst = true;
    this.#pending = undefined;
    this.#now = {
      ...this.#now,
      electionState: freshElectionState,
      now: { ...now, monotonicMs: 0 },
      nodes: { ...nodes, heldUntilMonotonicMs },
    };
  }

  #setPods(pods: readonly PodView[]): void {
    const holder = pods.find(({ metadata }) => metadata.uid === this.ledger.holder?.uid);
    const isListingAlive = this.ledger.intent !== 'Serving' || holder?.phase === 'Running';
    this.#now = { ...this.#now, pods, holder, isListingAlive };
  }

  #switchover(): SwitchoverInput {
    const { state, requestID, handledRequestIDs = [] } = this.#status.switchover ?? {};
    const endedRequestID = state === undefined || state === 'Pending' ? undefined : requestID;
    return { request: this.#now.switchover.request, endedRequestID, handledRequestIDs };
  }

  #nextStatus({ ledger, pending, preemption, switchover }: Step): WrittenStatus {
    const requestID = this.#now.switchover.request?.requestID;
    return {
      term: ledger.term,
      reported: {
        failover: pending && { sinceMs: pending.detectedMs, isNotReady: pending.cause === 'PodNotReady' },
        preemption: preemption && { uid: preemption.pod.uid, sinceMs: preemption.sinceMs },
      },
      switchover: nextSwitchover({ switchover, requestID, ledger }, this.#status.switchover),
    };
  }
}
