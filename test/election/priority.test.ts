import { describe, expect, test } from '@jest/globals';
import { ownPriorityAnnotation, priorityOf } from '../../src/election/priority.ts';
import type { PodView } from '../../src/election/podView.ts';
import { stepOf } from '../support/election/electionInputs.ts';
import { onNode, pod, PRIORITY, readySince, START_MS, terminating, withPriority } from '../support/election/pods.ts';

const [a, b] = [pod('a'), pod('b')];
const [OWN, OTHER] = ['orders.activestandby.dev/priority', 'bills.activestandby.dev/priority'];

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
  ])('of "%s" is %p, and makes the pod ineligible as %p', (text, value, defect) => {
    expect(priorityOf(withPriority(a, text), OWN)).toEqual({ value, defect });
  });

  test('is 100 without an annotation', () => {
    expect(priorityOf(a, OWN)).toEqual({ value: 100, defect: undefined });
  });

  test.each<[string, PodView['annotations'], object]>([
    ['wins over the common one', { [PRIORITY]: '5', [OWN]: '7' }, { value: 7, defect: undefined }],
    ['wins also when it is 0', { [PRIORITY]: '5', [OWN]: '0' }, { value: 0, defect: 'PriorityZero' }],
    ['wins over a common one of 0', { [PRIORITY]: '0', [OWN]: '7' }, { value: 7, defect: undefined }],
    [
      'wins also when it is no integer',
      { [PRIORITY]: '5', [OWN]: 'x' },
      { value: undefined, defect: 'PriorityInvalid' },
    ],
    ['of another object does not count', { [OTHER]: '0' }, { value: 100, defect: undefined }],
  ])('for one object alone %s', (_, annotations, expected) => {
    expect(priorityOf({ ...a, annotations }, OWN)).toEqual(expected);
  });

  test('for one object may be beyond the limit of annotations that are read: then it is unknown', () => {
    const crowded = { ...a, annotations: { [PRIORITY]: '5', [OTHER]: '7' }, hasMorePriorities: true };
    expect(priorityOf(crowded, OWN)).toEqual({ value: undefined, defect: 'PriorityInvalid' });
    expect(priorityOf(crowded, OTHER)).toEqual({ value: 7, defect: undefined });
    expect(priorityOf(crowded, undefined)).toEqual({ value: 5, defect: undefined });
  });

  test('of 0 counts in each order', () => {
    const [candidate] = stepOf([withPriority(a, '0')]).candidates;
    expect(candidate).toMatchObject({ eligible: false, reason: 'PriorityZero', priority: 0 });
  });
});

describe('the annotation for one object alone', () => {
  test.each([
    ['orders', OWN],
    ['orders.v2', 'orders.v2.activestandby.dev/priority'],
    ['x'.repeat(235), `${'x'.repeat(235)}.activestandby.dev/priority`],
    ['x'.repeat(236), undefined],
    ['x'.repeat(253), undefined],
  ])('of the object %s is %s: the prefix has 253 characters at most', (name, expected) => {
    expect(ownPriorityAnnotation(name)).toBe(expected);
  });
});

describe('with order Priority', () => {
  test.each<[string, readonly PodView[], string]>([
    ['the higher priority', [a, withPriority(b, '200')], 'ba'],
    ['the longest ready of equal priorities', [readySince(a, START_MS), b], 'ba'],
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
