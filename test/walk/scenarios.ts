// The walks: each a small policy, with what can happen to it.
import { lengths, scenario, type Scenario } from './scenario.ts';

const { delayMs, cooldownMs, preemptionDelayMs, minReadyMs, drainTimeoutMs } = lengths;

/** a is active, and the status reports it. */
const serving = {
  slice: 'own',
  intent: 'Serving',
  holder: 'a',
  cause: 'Initial',
  lag: 'none',
  reportedHolder: 'a',
  process: 'knowing',
} as const;

export const scenarios: readonly Scenario[] = [
  scenario({
    name: 'the defaults, with lost slices, pauses and all that a pod can be',
    pods: ['absent', 'starting', 'ready', 'notReady', 'leaving', 'leavingNotReady', 'failed', 'unselected', 'portless'],
    pauses: true,
    losses: true,
  }),
  scenario({ name: 'an adopted slice', start: { slice: 'adoptable', intent: 'Serving', holder: 'b' }, pauses: true }),
  scenario({ name: 'delay', policy: { delayMs }, clockJumps: true }),
  scenario({ name: 'cooldown', policy: { cooldownMs }, clockJumps: true }),
  scenario({ name: 'delay and cooldown', policy: { delayMs, cooldownMs } }),
  scenario({
    name: 'KeepLast, with lost slices',
    policy: { noCandidate: 'KeepLast', delayMs },
    losses: true,
    fences: ['none', 'a', 'ab'],
  }),
  scenario({
    name: 'Manual',
    policy: { mode: 'Manual' },
    nodes: ['Healthy', 'NotReady'],
    requests: { r1: 'b', r2: undefined },
  }),
  scenario({
    name: 'priority and preemption',
    policy: { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs },
    pods: ['absent', 'ready', 'notReady'],
    priorities: ['high', 'normal', 'zero'],
    requests: { r1: 'b' },
  }),
  scenario({
    name: 'priorities that are not numbers',
    priorities: ['high', 'normal', 'zero', 'invalid'],
    pods: ['ready', 'notReady'],
  }),
  scenario({
    name: 'rollouts, and back',
    policy: { order: 'Priority' },
    pods: ['absent', 'ready', 'leaving'],
    revisions: ['none', 'old', 'new'],
    nodes: ['Healthy', 'Cordoned'],
    start: { revisionA: 'old', revisionB: 'old', revisionC: 'old', c: 'ready' },
    requests: { r1: undefined },
  }),
  scenario({
    name: 'a rollout with preemption and draining',
    policy: {
      order: 'Priority',
      preemption: 'HigherPriority',
      preemptionDelayMs,
      strategy: 'BreakBeforeMake',
      drainTimeoutMs,
    },
    pods: ['ready', 'leaving', 'absent'],
    priorities: ['normal', 'high'],
    revisions: ['old', 'new'],
    start: { ...serving, revisionA: 'old', revisionB: 'old', revisionC: 'new', c: 'ready' },
  }),
  scenario({
    name: 'BreakBeforeMake, demotedPod Delete',
    policy: { strategy: 'BreakBeforeMake', drainTimeoutMs, demotedPod: 'Delete' },
    priorities: ['normal', 'zero'],
    pauses: true,
    requests: { r1: 'b', r2: undefined },
  }),
  scenario({
    name: 'BreakBeforeMake without a timeout, and a clock that jumps',
    policy: {
      strategy: 'BreakBeforeMake',
      drainTimeoutMs,
      order: 'Priority',
      preemption: 'HigherPriority',
      preemptionDelayMs,
    },
    pods: ['ready', 'notReady'],
    priorities: ['normal', 'high'],
    clockJumps: true,
  }),
  scenario({
    name: 'minReady',
    policy: { minReadyMs },
    clockJumps: true,
    start: { settlingA: 'over?', settlingB: 'runs?' },
  }),
  scenario({
    name: 'nodes that fail, and holds',
    policy: { cooldownMs },
    pods: ['ready', 'notReady', 'absent'],
    nodes: ['Healthy', 'NotReady', 'Unreachable', 'OutOfService', 'Deleted', 'Cordoned'],
    holds: true,
  }),
  scenario({
    name: 'failed nodes with PodReadiness',
    policy: { nodeFailure: 'PodReadiness', noCandidate: 'KeepLast' },
    nodes: ['Healthy', 'NotReady', 'Unreachable', 'OutOfService', 'Deleted', 'Cordoned'],
    holds: true,
  }),
  scenario({
    name: 'two switchovers, one of them scheduled',
    policy: { demotedPod: 'Delete' },
    requests: { r1: 'b', r2: undefined },
    isScheduled: true,
    start: { isDue: 'no' },
    pauses: true,
  }),
  scenario({ name: 'fences', fences: ['none', 'a', 'b', 'ab'], requests: { r1: undefined }, policy: { delayMs } }),
  scenario({
    name: 'one request after the other, and back again',
    pods: ['ready', 'notReady'],
    requests: { r1: 'b', r2: 'a' },
    start: serving,
  }),
  scenario({
    name: 'a switchover against the priorities',
    policy: { order: 'Priority', preemption: 'HigherPriority', preemptionDelayMs },
    pods: ['ready', 'notReady'],
    requests: { r1: 'b' },
    start: { ...serving, priorityA: 'high' },
  }),
];
