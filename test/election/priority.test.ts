import { describe, expect, test } from '@jest/globals';
import { priorityOf } from '../../src/election/priority.ts';
import type { PodView } from '../../src/election/podView.ts';
import { stepOf } from '../support/observations.ts';
import { onNode, pod, PRIORITY, readySince, START_MS, terminating, withPriority } from '../support/pods.ts';

const [a, b] = [pod('a'), pod('b')];

function namesInOrder(pods: readonly PodView[], order: 'OldestReady' | 'Priority' = 'Priority'): string {
  const nodes = { byName: new Map([['cordoned', { state: 'Healthy' as const, isLastChoice: true }]]) };
  const { candidates } = stepOf(pods, { policy: { order }, nodes: { ...nodes, heldUntilMonotonicMs: undefined } });
  return candidates.map(({ pod: { metadata } }) => metadata.name).join('');
}

describe('a priority', () => {
  test.each<[string, number | undefined, string | undefined]>([
    ['1', 1, undefined],
    ['100', 100, undefined],
    ['+7', 7, undefined],
    [' 7 ', 7, undefined],
    ['007', 7, undefined],
    ['2147483647', 2 ** 31 - 1, undefined],
    ['0', 0, 'PriorityZero'],
    ['-0', 0, 'PriorityZero'],
    [' -00 ', 0, 'PriorityZero'],
    ['-1', -1, 'PriorityZero'],
    ['-2147483647', 1 - 2 ** 31, 'PriorityZero'],
    ['2147483648', undefined, 'PriorityInvalid'],
    ['-2147483648', undefined, 'PriorityInvalid'],
    ['99999999999', undefined, 'PriorityInvalid'],
    ['', undefined, 'PriorityInvalid'],
    ['high', undefined, 'PriorityInvalid'],
    ['1.5', undefined, 'PriorityInvalid'],
    ['1e3', undefined, 'PriorityInvalid'],
    ['0x10', undefined, 'PriorityInvalid'],
    ['١', undefined, 'PriorityInvalid'],
  ])('of "%s" is %p, and speaks against the pod as %p', (text, value, defect) => {
    expect(priorityOf(withPriority(a, text), PRIORITY)).toEqual({ value, defect });
  });

  test('is 100 where the pod does not say', () => {
    expect(priorityOf(a, PRIORITY)).toEqual({ value: 100, defect: undefined });
  });

  test('is not known where nobody has looked for it', () => {
    expect(priorityOf(a, 'example.com/rank')).toEqual({ value: undefined, defect: 'PriorityUnknown' });
  });

  test.each(['constructor', '__proto__', 'toString'])('may be called %s', (key) => {
    const looked = { ...a, annotationKeys: [key] };
    expect(priorityOf(looked, key).value).toBe(100);
    const annotations = Object.fromEntries([[key, '7']]);
    expect(priorityOf({ ...looked, annotations }, key).value).toBe(7);
  });

  test('of 0 counts in each order', () => {
    const [candidate] = stepOf([withPriority(a, '0')]).candidates;
    expect(candidate).toMatchObject({ eligible: false, reason: 'PriorityZero', priority: 0 });
  });
});

describe('with order Priority', () => {
  test.each<[string, readonly PodView[], string]>([
    ['the higher priority', [a, withPriority(b, '200')], 'ba'],
    ['the longer ready of equal priorities', [readySince(a, START_MS), b], 'ba'],
    ['an eligible one, whatever its priority', [terminating(withPriority(a, '300')), b], 'ba'],
    ['an unparsable priority last', [withPriority(a, 'high'), withPriority(b, '1')], 'ba'],
    ['a pod on a cordoned node last, whatever its priority', [onNode(withPriority(a, '300'), 'cordoned'), b], 'ba'],
    ['numbers, not text', [withPriority(a, '9'), withPriority(b, '10')], 'ba'],
  ])('the order puts first %s', (_, pods, expected) => {
    expect(namesInOrder(pods)).toBe(expected);
    expect(namesInOrder(pods.toReversed())).toBe(expected);
  });
});

test('with order OldestReady priorities do not change the order, but cordoned nodes do', () => {
  expect(namesInOrder([readySince(withPriority(a, '200'), START_MS), b], 'OldestReady')).toBe('ba');
  expect(namesInOrder([onNode(a, 'cordoned'), readySince(b, START_MS)], 'OldestReady')).toBe('ba');
});
