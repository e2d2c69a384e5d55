// Examples for spec.selector.
import { atMost, example, type Example } from './example.ts';

const LABELS = 'spec.selector.matchLabels';
const EXPRESSIONS = 'spec.selector.matchExpressions';
const VALUES = `${EXPRESSIONS}[0].values`;

const dnsPrefix = `${'a'.repeat(61)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}`;
const longestKey = `${dnsPrefix}/${'e'.repeat(63)}`;

function labels(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 'x']));
}

function expressions(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({ key: `label-${index}`, operator: 'Exists' }));
}

function values(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `value-${index}`);
}

export const selectorExamples: readonly Example[] = [
  example('spec.selector', 'required', { good: { matchLabels: { app: 'orders' } }, bad: undefined }),
  example('spec.selector', 'an empty selector', { good: { matchLabels: { app: 'orders' } }, bad: {} }),
  example('spec.selector', 'an empty selector', {
    good: { matchExpressions: expressions(1) },
    bad: { matchLabels: {}, matchExpressions: [] },
  }),
  example(LABELS, 'maxProperties', { good: labels(16), bad: labels(17) }),
  example(LABELS, 'use label keys', { good: { 'example.com/app': 'x' }, bad: { 'two words': 'x' } }),
  example(LABELS, 'the operator writes labels of activestandby.dev', {
    good: { 'my-activestandby.dev/role': 'x' },
    bad: { 'orders.activestandby.dev/role': 'active' },
  }),
  example(LABELS, 'the operator writes labels of activestandby.dev', {
    good: { 'activestandby.dev': 'x' },
    bad: { 'activestandby.dev/a': 'x' },
  }),
  example(LABELS, 'use label values', { good: { app: '' }, bad: { app: '-x' } }),
  example(`${LABELS}.*`, 'maxLength', { at: `${LABELS}.app`, ...atMost(63) }),
  example(EXPRESSIONS, 'maxItems', { good: expressions(16), bad: expressions(17) }),
  example(`${EXPRESSIONS}[0].key`, 'required', { good: 'tier', bad: undefined }),
  example(`${EXPRESSIONS}[0].key`, 'maxLength', { good: longestKey, bad: `${longestKey}e` }),
  example(`${EXPRESSIONS}[0].key`, 'use a label key', { good: 'example.com/tier', bad: 'a/b/c' }),
  example(`${EXPRESSIONS}[0].key`, 'the operator writes labels of activestandby.dev', {
    good: 'role',
    bad: 'orders.activestandby.dev/role',
  }),
  example(`${EXPRESSIONS}[0].operator`, 'required', { good: 'NotIn', bad: undefined }),
  example(`${EXPRESSIONS}[0].operator`, 'enum', { good: 'NotIn', bad: 'Gt' }),
  example(`${EXPRESSIONS}[0]`, 'give at least one value', {
    good: { key: 'tier', operator: 'NotIn', values: ['test'] },
    bad: { key: 'tier', operator: 'NotIn' },
  }),
  example(`${EXPRESSIONS}[0]`, 'give at least one value', {
    good: { key: 'tier', operator: 'DoesNotExist' },
    bad: { key: 'tier', operator: 'DoesNotExist', values: ['test'] },
  }),
  example(VALUES, 'maxItems', { good: values(64), bad: values(65) }),
  example(`${VALUES}[0]`, 'maxLength', atMost(63)),
  example(`${VALUES}[0]`, 'use a label value', { good: 'a_b.c-d', bad: 'a b' }),
];
