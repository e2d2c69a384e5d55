// Examples for spec.election and spec.failover.
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

export const policyExamples: readonly Example[] = [
  ...durationExamples('spec.election.minReady'),
  ...durationExamples('spec.failover.delay'),
  example('spec.failover.noCandidate', 'enum', { good: 'Empty', bad: 'Random' }),
];
