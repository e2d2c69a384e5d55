// Examples for requests of users: spec.switchover and spec.fencedPods.
import { atMost, example, type Example } from './example.ts';

const REQUEST = 'spec.switchover.requestID';
const TARGET = 'spec.switchover.targetPod';
const NOT_BEFORE = 'spec.switchover.notBefore';
const FENCED = 'spec.fencedPods';

const longFraction = `2026-11-21T22:00:00.${'0'.repeat(30)}Z`;

function podNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `orders-${index}`);
}

const switchoverExamples: readonly Example[] = [
  example(REQUEST, 'required', { good: '1', bad: undefined }),
  example(REQUEST, 'maxLength', atMost(63)),
  example(REQUEST, 'pattern', { good: 'INC-7:a_b.c', bad: 'two words' }),
  example(REQUEST, 'pattern', { good: '1', bad: '' }),
  example(REQUEST, 'use letters', { good: '2026-11-21T22:00:00Z', bad: '-1' }),
  example(TARGET, 'maxLength', { good: 'a'.repeat(253), bad: 'a'.repeat(254) }),
  example(TARGET, 'pattern', { good: 'orders.v2-0', bad: 'Orders-0' }),
  example(TARGET, 'use the name of a pod', { good: '0', bad: 'orders-' }),
  example(NOT_BEFORE, 'format', { good: '2028-02-29T23:59:59Z', bad: '2026-02-29T22:00:00Z' }),
  example(NOT_BEFORE, 'maxLength', { good: '2026-11-21T22:00:00.123456789+23:59', bad: longFraction }),
  example(NOT_BEFORE, 'pattern', { good: '2026-11-21T22:00:00.5Z', bad: '2026-11-21T22:00:00,5Z' }),
  example(NOT_BEFORE, 'pattern', { good: '2026-11-21T22:00:00-12:00', bad: '2026-11-21T22:00:00' }),
];

export const commandExamples: readonly Example[] = [
  ...switchoverExamples,
  example(FENCED, 'maxItems', { good: podNames(32), bad: podNames(33) }),
  example(FENCED, 'list of unique items', { good: podNames(2), bad: ['orders-0', 'orders-0'] }),
  example(`${FENCED}[0]`, 'maxLength', { good: 'a'.repeat(253), bad: 'a'.repeat(254) }),
  example(`${FENCED}[0]`, 'pattern', { good: 'orders.v2-0', bad: 'orders/0' }),
  example(`${FENCED}[0]`, 'use names of pods', { good: '0', bad: '.orders' }),
];
