// An arbitrary policy of a spec.
import * as fc from 'fast-check';
import { anyMs } from './anyPods.ts';

const order = fc.constantFrom(
  { order: 'OldestReady' as const },
  { order: 'Priority' as const },
  { order: 'Priority' as const, preemption: 'HigherPriority' as const },
);

export const anyPolicy = fc
  .record({
    paused: fc.constantFrom(false, false, false, false, true),
    fencedPods: fc.constantFrom<readonly string[]>([], [], [], ['a'], ['b', 'c']),
    order,
    preemptionDelayMs: anyMs,
    minReadyMs: fc.constantFrom(0, 0, 999, 5000),
    mode: fc.constantFrom('Automatic' as const, 'Automatic' as const, 'Manual' as const),
    delayMs: anyMs,
    cooldownMs: anyMs,
    noCandidate: fc.constantFrom('Empty' as const, 'KeepLast' as const),
    nodeFailure: fc.constantFrom('Immediate' as const, 'Immediate' as const, 'PodReadiness' as const),
    strategy: fc.constantFrom('Replace' as const, 'BreakBeforeMake' as const),
    drainTimeoutMs: anyMs,
    demotedPod: fc.constantFrom('Keep' as const, 'Delete' as const),
  })
  .map(({ order: ordered, ...policy }) => ({ ...policy, ...ordered }));
