// Situations of an election in which a stimulus happens: term 3 belongs to pod a on node n1; b on n2 is the standby.
import type { ElectionInput } from '../../../src/election/electionInput.ts';
import { step } from '../../../src/election/step.ts';
import { nodesOf } from './nodes.ts';
import { afterwards, asking, emptied, input, serving } from './electionInputs.ts';
import { notReady, pod, readySince, START_MS, terminating, withPriority } from './pods.ts';

const a = pod('a', { nodeName: 'n1' });
const b = pod('b', { nodeName: 'n2' });

/** The next input, one second after the last step that changed something. */
function atRest(before: ElectionInput): ElectionInput {
  return afterwards(before, step(before), 1000);
}

const drained = { strategy: 'BreakBeforeMake', drainTimeoutMs: 10_000 } as const;
const preempted = { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs: 10_000 } as const;

const ledger = serving(a);
const failing = [notReady(a), b];

export const situations = {
  Vacant: atRest(input([notReady(a), notReady(b)], { ledger: emptied(a) })),
  Electing: atRest(
    input([notReady(a), readySince(b, START_MS)], { ledger: emptied(a), policy: { minReadyMs: 10_000 } }),
  ),
  Active: atRest(input([a, b], { ledger })),
  /** Active, and it will be drained. */
  Gentle: atRest(input([a, b], { ledger, policy: drained })),
  /** Active, and b takes over in ten seconds. */
  Preempting: atRest(input([a, withPriority(b, '200')], { ledger, policy: preempted })),
  Delayed: atRest(input(failing, { ledger, policy: { delayMs: 10_000 } })),
  Cooling: atRest(input(failing, { ledger: { ...ledger, automaticMs: START_MS }, policy: { cooldownMs: 10_000 } })),
  Manual: atRest(input(failing, { ledger, policy: { mode: 'Manual' } })),
  /** Both nodes are unreachable. */
  Held: atRest(input([a, b], { ledger, nodes: nodesOf('Unreachable', 'Unreachable', 60_000) })),
  Kept: atRest(input([notReady(a), notReady(b)], { ledger, policy: { noCandidate: 'KeepLast' } })),
  Leaving: atRest(input([terminating(a), notReady(b)], { ledger })),
  /** The priority of a has fallen to 0. */
  Unwanted: atRest(input([withPriority(a, '0'), notReady(b)], { ledger })),
  Draining: atRest(input([a, b], { ledger, policy: drained, switchover: asking({ targetPod: 'b' }) })),
  /** Only a is ready. */
  Fenced: atRest(input([a, notReady(b)], { ledger, policy: { fencedPods: ['a'] } })),
  Paused: atRest(input([a, b], { ledger, policy: { paused: true } })),
} satisfies Readonly<Record<string, ElectionInput>>;

export type Situation = keyof typeof situations;
