import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { PodSelector, PodSelectorRequirement } from '../../src/api/activeStandbyService.generated.ts';
import { labelSelectorOf, matches } from '../../src/desired/selector.ts';

type Labels = Readonly<Record<string, string>>;

describe('a selector', () => {
  test.each<[string, PodSelector, Labels]>([
    ['one label', { matchLabels: { app: 'orders' } }, { app: 'orders', tier: 'db' }],
    ['In', { matchExpressions: [{ key: 'a', operator: 'In', values: ['x', 'y'] }] }, { a: 'y' }],
    ['NotIn', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, { a: 'y' }],
    ['NotIn without the label', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, {}],
    ['Exists', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, { a: '' }],
    ['DoesNotExist', { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, {}],
  ])('matches by %s', (_, selector, labels) => {
    expect(matches(selector, labels)).toBe(true);
  });

  test.each<[string, PodSelector, Labels]>([
    ['another value', { matchLabels: { app: 'orders' } }, { app: 'other' }],
    ['one label of two', { matchLabels: { app: 'orders', tier: 'db' } }, { app: 'orders' }],
    [
      'one requirement of two',
      { matchLabels: { a: 'x' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
      { a: 'x' },
    ],
    ['In without the label', { matchExpressions: [{ key: 'a', operator: 'In', values: ['x'] }] }, {}],
    ['NotIn', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, { a: 'x' }],
    ['Exists without the label', { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, {}],
    ['DoesNotExist', { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, { a: '' }],
  ])('does not match by %s', (_, selector, labels) => {
    expect(matches(selector, labels)).toBe(false);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])(
    'by %s matches own labels only, not inherited properties',
    (key) => {
      expect(matches({ matchExpressions: [{ key, operator: 'Exists' }] }, {})).toBe(false);
      expect(matches({ matchExpressions: [{ key, operator: 'DoesNotExist' }] }, {})).toBe(true);
      expect(matches({ matchLabels: { [key]: 'x' } }, { [key]: 'x' })).toBe(true);
    },
  );
});

const anyKey = fc.constantFrom('a', 'b', 'constructor');
const anyValue = fc.constantFrom('', 'x', 'y');
const anyLabels = fc.array(fc.tuple(anyKey, anyValue), { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs));
const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
const anyRequirement: fc.Arbitrary<PodSelectorRequirement> = fc.record({
  key: anyKey,
  operator: fc.constantFrom(...operators),
  values: fc.array(anyValue, { minLength: 1, maxLength: 2 }),
});

/** The same with sets of pairs: slower, but obviously correct. */
function naivelyMatches({ matchLabels = {}, matchExpressions = [] }: PodSelector, labels: Labels): boolean {
  const pairs = new Set(Object.entries(labels).map(([key, value]) => JSON.stringify([key, value])));
  const keys = new Set(Object.keys(labels));
  for (const pair of Object.entries(matchLabels)) if (!pairs.has(JSON.stringify(pair))) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const isAmong = values.some((value) => pairs.has(JSON.stringify([key, value])));
    const holds = { In: isAmong, NotIn: !isAmong, Exists: keys.has(key), DoesNotExist: !keys.has(key) };
    if (!holds[operator]) return false;
  }
  return true;
}

const anySelector = fc.record({ matchLabels: anyLabels, matchExpressions: fc.array(anyRequirement, { maxLength: 3 }) });

function isAgreed(selector: PodSelector, labels: Labels): boolean {
  return matches(selector, labels) === naivelyMatches(selector, labels);
}

test('a selector matches what a naive implementation matches', () => {
  expect(() => fc.assert(fc.property(anySelector, anyLabels, isAgreed), { numRuns: 5000 })).not.toThrow();
});

test('a selector is formatted for queries of the API', () => {
  const matchExpressions: readonly PodSelectorRequirement[] = [
    { key: 'a', operator: 'In', values: ['x', ''] },
    { key: 'example.com/b', operator: 'NotIn', values: ['y'] },
    { key: 'c', operator: 'Exists' },
    { key: 'd', operator: 'DoesNotExist' },
  ];
  const text = 'app=orders,empty=,a in (x,),example.com/b notin (y),c,!d';
  expect(labelSelectorOf({ matchLabels: { app: 'orders', empty: '' }, matchExpressions })).toBe(text);
  expect(labelSelectorOf({ matchLabels: { app: 'orders' } })).toBe('app=orders');
});
