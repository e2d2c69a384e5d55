// How the state of a node is derived, and which state is worse.
import { describe, expect, test } from '@jest/globals';
import { isJudged, isWorse, nodeHealthOf, unreachableSinceMs } from '../../src/election/nodeHealth.ts';
import type { NodeView } from '../../src/election/nodeView.ts';
import type { NodeState } from '../../src/election/nodes.ts';
import { node } from '../support/election/nodes.ts';

describe('a node', () => {
  test.each<[NodeState, Partial<NodeView>]>([
    ['Healthy', { ready: 'True' }],
    ['Healthy', { ready: undefined }],
    ['NotReady', { ready: 'False' }],
    ['Unreachable', { ready: 'Unknown' }],
    ['Unreachable', { ready: 'True', unreachable: true }],
    ['Unreachable', { ready: 'False', unreachable: true }],
    ['OutOfService', { ready: 'True', outOfService: true }],
    ['OutOfService', { ready: 'Unknown', unreachable: true, outOfService: true }],
  ])('is %s with %j', (state, facts) => {
    expect(nodeHealthOf(node('n1', facts))).toEqual({ state, isLastChoice: false });
  });

  test('that is cordoned is healthy, and the last choice', () => {
    expect(nodeHealthOf(node('n1', { isLastChoice: true }))).toEqual({ state: 'Healthy', isLastChoice: true });
  });

  test.each<[boolean, Partial<NodeView>]>([
    [false, { ready: undefined }],
    [true, { ready: undefined, unreachable: true }],
    [true, { ready: undefined, outOfService: true }],
    [true, { ready: 'Unknown' }],
  ])('has been judged: %j with %j', (expected, facts) => {
    expect(isJudged(node('n1', facts))).toBe(expected);
  });

  test.each<[number | undefined, Partial<NodeView>]>([
    [5, { ready: 'Unknown', readyChangedMs: 5, unreachableTaintMs: 7 }],
    [7, { ready: 'True', readyChangedMs: 5, unreachableTaintMs: 7 }],
    [undefined, { ready: 'True', readyChangedMs: 5, unreachable: true }],
  ])('is silent since %j with %j', (expected, facts) => {
    expect(unreachableSinceMs(node('n1', facts))).toBe(expected);
  });
});

describe('one state after another', () => {
  const order: readonly NodeState[] = ['Healthy', 'NotReady', 'Unreachable', 'OutOfService', 'Deleted'];
  const pairs = order.flatMap((before, i) => order.map((after, j) => [before, after, j > i] as const));

  test.each(pairs)('from %s to %s is worse: %j', (before, after, expected) => {
    expect(isWorse({ state: before, isLastChoice: false }, { state: after, isLastChoice: false })).toBe(expected);
  });

  test('an unknown node is as good as a healthy one', () => {
    expect(isWorse(undefined, { state: 'NotReady', isLastChoice: false })).toBe(true);
    expect(isWorse({ state: 'NotReady', isLastChoice: false }, undefined)).toBe(false);
    expect(isWorse(undefined, { state: 'Healthy', isLastChoice: true })).toBe(false);
  });
});
