// Where an election can be when something happens to it: term 3 is pod a's, who is on node n1; b on n2 is the standby.
import type { Observation } from '../../../src/election/observation.ts';
import { step } from '../../../src/election/step.ts';
import { nodesOf } from './nodes.ts';
import { afterwards, asking, emptied, observation, serving } from './observations.ts';
import { notReady, pod, readySince, START_MS, terminating, withPriority } from './pods.ts';

const a = pod('a', { nodeName: 'n1' });
const b = pod('b', { nodeName: 'n2' });

/** What the machine sees next, one second after it has come to rest. */
function atRest(before: Observation): Observation {
  return afterwards(before, step(before), 1000);
}

const drained = { strategy: 'BreakBeforeMake', drainTimeoutMs: 10_000 } as const;
const preempted = { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 10_000 } as const;

const ledger = serving(a);
const failing = [notReady(a), b];

export const situations = {
  Vacant: atRest(observation([notReady(a), notReady(b)], { ledger: emptied(a) })),
  Electing: atRest(
    observation([notReady(a), readySince(b, START_MS)], { ledger: emptied(a), policy: { minReadyMs: 10_000 } }),
  ),
  Active: atRest(observation([a, b], { ledger })),
  /** Active, and it will be drained. */
  Gentle: atRest(observation([a, b], { ledger, policy: drained })),
  /** Active, and b takes over in ten seconds. */
  Preempting: atRest(observation([a, withPriority(b, '200')], { ledger, policy: preempted })),
  Delayed: atRest(observation(failing, { ledger, policy: { delayMs: 10_000 } })),
  Cooling: atRest(
    observation(failing, { ledger: { ...ledger, automaticMs: START_MS }, policy: { cooldownMs: 10_000 } }),
  ),
  Manual: atRest(observation(failing, { ledger, policy: { mode: 'Manual' } })),
  /** Nobody has heard of either node. */
  Held: atRest(observation([a, b], { ledger, nodes: nodesOf('Unreachable', 'Unreachable', 60_000) })),
  Kept: atRest(observation([notReady(a), notReady(b)], { ledger, policy: { noCandidate: 'KeepLast' } })),
  Leaving: atRest(observation([terminating(a), notReady(b)], { ledger })),
  /** The priority of a has fallen to 0. */
  Unwanted: atRest(observation([withPriority(a, '0'), notReady(b)], { ledger })),
  Draining: atRest(observation([a, b], { ledger, policy: drained, switchover: asking({ targetPod: 'b' }) })),
  /** Nobody but a is ready. */
  Fenced: atRest(observation([a, notReady(b)], { ledger, policy: { fencedPods: ['a'] } })),
  Paused: atRest(observation([a, b], { ledger, policy: { paused: true } })),
} satisfies Readonly<Record<string, Observation>>;

export type Situation = keyof typeof situations;
