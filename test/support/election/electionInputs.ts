// An input of the state machine, of which a test gives only the fields that matter to it.
import { emptyLedger, type Ledger } from '../../../src/election/ledger.ts';
import { freshElectionState } from '../../../src/election/electionState.ts';
import type { ElectionInput, SwitchoverInput } from '../../../src/election/electionInput.ts';
import type { Policy } from '../../../src/election/policy.ts';
import { identityOf, type PodView } from '../../../src/election/podView.ts';
import { step, type Step } from '../../../src/election/step.ts';
import type { RequestedSwitchover } from '../../../src/election/switchoverRequest.ts';
import { noNodes } from './nodes.ts';
import { START_MS } from './pods.ts';

export const defaultPolicy: Policy = {
  paused: false,
  family: 'IPv4',
  namedPorts: [{ name: 'http', protocol: 'TCP' }],
  fencedPods: [],
  order: 'OldestReady',
  ownPriorityAnnotation: 'orders.activestandby.dev/priority',
  preemption: 'Never',
  preemptionDelayMs: 0,
  minReadyMs: 0,
  mode: 'Automatic',
  delayMs: 0,
  cooldownMs: 0,
  noCandidate: 'Empty',
  nodeFailure: 'Immediate',
  strategy: 'Replace',
  drainTimeoutMs: 0,
  demotedPod: 'Keep',
};

const notAsking: SwitchoverInput = { request: undefined, endedRequestID: undefined, handledRequestIDs: [] };

/** A switchover to the best candidate, now, unless the change says more; there was no request before. */
export function asking(change: Partial<RequestedSwitchover> = {}): SwitchoverInput {
  return { ...notAsking, request: { requestID: 'r1', targetPod: undefined, notBeforeMs: undefined, ...change } };
}

export interface ElectionInputChange extends Partial<Omit<ElectionInput, 'policy'>> {
  readonly policy?: Partial<Policy>;
}

/** No pod has been elected yet, unless the change says so. The holder is looked up among the pods. */
export function input(pods: readonly PodView[], { policy, ...change }: ElectionInputChange = {}): ElectionInput {
  const { ledger = emptyLedger } = change;
  const holder = pods.find(({ metadata }) => metadata.uid === ledger.holder?.uid);
  return {
    ledger,
    isListingAlive: true,
    termFloor: 0,
    renewal: undefined,
    electionsBlocked: false,
    policy: { ...defaultPolicy, ...policy },
    switchover: notAsking,
    pods,
    holder,
    nodes: noNodes,
    reported: undefined,
    electionState: freshElectionState,
    noticedMs: START_MS,
    now: { wallMs: START_MS, monotonicMs: 0 },
    ...change,
  };
}

export function serving(pod: PodView, term = 3): Ledger {
  return { ...emptyLedger, term, holder: identityOf(pod), intent: 'Serving', cause: 'Initial' };
}

export function emptied(pod: PodView, term = 3): Ledger {
  return { ...serving(pod, term), intent: 'Empty', cause: 'PodDeleted', from: identityOf(pod) };
}

/** The input of the next reconcile, after the step was published and some time has passed. */
export function afterwards(before: ElectionInput, { ledger, electionState }: Step, elapsedMs = 0): ElectionInput {
  const { wallMs, monotonicMs } = before.now;
  const now = { wallMs: wallMs + elapsedMs, monotonicMs: monotonicMs + elapsedMs };
  const known = before.holder === undefined ? before.pods : [...before.pods, before.holder];
  const holder = known.find(({ metadata }) => metadata.uid === ledger.holder?.uid);
  const next = { ...before, ledger, holder, electionState, renewal: undefined, now, noticedMs: now.wallMs };
  return { ...withPods(next, before.pods), holder };
}

/** The same reconcile with other pods; the slice still lists the former address of the holder. */
export function withPods(before: ElectionInput, pods: readonly PodView[]): ElectionInput {
  const holder = pods.find(({ metadata }) => metadata.uid === before.ledger.holder?.uid);
  const isListed = before.ledger.intent === 'Serving';
  const listed = before.holder?.ips[0];
  const isAlive = holder?.phase === 'Running' && listed !== undefined && holder.ips.includes(listed);
  return { ...before, pods, holder, isListingAlive: !isListed || isAlive };
}

/** "Active a@3 PodDeleted": phase, published pod, term, and the cause if this step has changed something. */
export function summary({ phase, ledger, transition }: Step): string {
  const active = ledger.intent === 'Serving' ? (ledger.holder?.name ?? '?') : '-';
  return `${phase} ${active}@${ledger.term}${transition === undefined ? '' : ` ${transition.cause}`}`;
}

export function stepOf(pods: readonly PodView[], change: ElectionInputChange = {}): Step {
  return step(input(pods, change));
}
