// Examples for spec.election, spec.failover and spec.handover.
import { example, type Example } from './example.ts';

function durationExamples(place: string): readonly Example[] {
  const longest = '00000ms'.repeat(4);
  return [
    example(place, 'pattern', { good: '1h2m3s4ms', bad: 'soon' }),
    example(place, 'maxLength', { good: longest, bad: `0${longest}` }),
    example(place, 'write a duration of at most 24h', { good: '24h', bad: '24h1ms' }),
    example(place, 'write a duration of at most 24h', { good: '0s', bad: '-1s' }),
    example(place, 'write a duration of at most 24h', { good: '23h59m60s', bad: '99999h99999h99999h99999h' }),
  ];
}

const PREEMPTION = 'preemption by a higher priority requires an order by priority';
const NOTHING_DRAINED = 'nothing is drained when one write replaces the active';

const electionExamples: readonly Example[] = [
  example('spec.election.order', 'enum', { good: 'Priority', bad: 'Random' }),
  example('spec.election.preemption', 'enum', { good: 'Never', bad: 'Always' }),
  example('spec.election', PREEMPTION, {
    good: { order: 'Priority', preemption: 'HigherPriority' },
    bad: { order: 'OldestReady', preemption: 'HigherPriority' },
  }),
  example('spec.election', PREEMPTION, {
    good: { preemption: 'Never', preemptionDelay: '1s' },
    bad: { preemption: 'HigherPriority' },
  }),
  ...durationExamples('spec.election.preemptionDelay'),
  ...durationExamples('spec.election.minReady'),
];

const failoverExamples: readonly Example[] = [
  example('spec.failover.mode', 'enum', { good: 'Automatic', bad: 'Never' }),
  ...durationExamples('spec.failover.delay'),
  ...durationExamples('spec.failover.cooldown'),
  example('spec.failover.noCandidate', 'enum', { good: 'Empty', bad: 'Random' }),
  example('spec.failover.nodeFailure', 'enum', { good: 'Immediate', bad: 'Never' }),
];

const handoverExamples: readonly Example[] = [
  example('spec.handover.strategy', 'enum', { good: 'BreakBeforeMake', bad: 'MakeBeforeBreak' }),
  ...durationExamples('spec.handover.drainTimeout'),
  example('spec.handover', NOTHING_DRAINED, {
    good: { strategy: 'BreakBeforeMake', drainTimeout: '1ms' },
    bad: { strategy: 'Replace', drainTimeout: '1ms' },
  }),
  example('spec.handover', NOTHING_DRAINED, {
    good: { strategy: 'Replace', drainTimeout: '00000h0ms' },
    bad: { drainTimeout: '10s' },
  }),
  example('spec.handover.demotedPod', 'enum', { good: 'Keep', bad: 'Restart' }),
];

export const policyExamples: readonly Example[] = [...electionExamples, ...failoverExamples, ...handoverExamples];
