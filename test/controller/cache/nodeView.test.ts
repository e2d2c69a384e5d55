// The view of a node.
import { describe, expect, test } from '@jest/globals';
import { toNodeView } from '../../../src/controller/cache/nodeView.ts';
import type { NodeView } from '../../../src/election/nodeView.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { node } from '../../support/election/nodes.ts';

const metadata = { name: 'n1', uid: 'n1-uid', resourceVersion: '1' };

/** As the API sends it. */
function object(more: object): KubeObject {
  return { metadata, ...more };
}

const at = '2026-11-21T01:02:03Z';

function ready(status: string) {
  return {
    conditions: [
      { type: 'MemoryPressure', status: 'False' },
      { type: 'Ready', status, lastTransitionTime: at },
    ],
  };
}

function tainted(...keys: readonly string[]) {
  return { taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) };
}

describe('the view of a node', () => {
  test.each<[string, object, Partial<NodeView>]>([
    ['is ready', { status: ready('True') }, { readyChangedMs: Date.parse(at) }],
    ['is not ready', { status: ready('False') }, { ready: 'False', readyChangedMs: Date.parse(at) }],
    ['is silent', { status: ready('Unknown') }, { ready: 'Unknown', readyChangedMs: Date.parse(at) }],
    ['has never reported', {}, { ready: undefined }],
    ['has no Ready condition', { status: { conditions: [] } }, { ready: undefined }],
    ['has an unknown Ready status', { status: { conditions: [{ type: 'Ready', status: '?' }] } }, { ready: undefined }],
    ['is cordoned', { spec: { unschedulable: true } }, { ready: undefined, isLastChoice: true }],
  ])('that %s', (_, more, expected) => {
    expect(toNodeView(object(more))).toEqual(node('n1', expected));
  });

  test.each<[string, Partial<NodeView>]>([
    ['node.kubernetes.io/unreachable', { unreachable: true }],
    ['node.kubernetes.io/out-of-service', { outOfService: true }],
    ['node.kubernetes.io/unschedulable', { isLastChoice: true }],
    ['ToBeDeletedByClusterAutoscaler', { isLastChoice: true }],
    ['karpenter.sh/disruption', { isLastChoice: true }],
    ['karpenter.sh/disrupted', { isLastChoice: true }],
    ['node.kubernetes.io/not-ready', {}],
    ['constructor', {}],
  ])('tainted with %s', (taint, expected) => {
    const more = { spec: tainted('team/own', taint), status: ready('True') };
    expect(toNodeView(object(more))).toEqual(node('n1', { readyChangedMs: Date.parse(at), ...expected }));
  });

  test('has the time of the unreachable taint', () => {
    const key = 'node.kubernetes.io/unreachable';
    const taints = [
      { key, effect: 'NoSchedule' },
      { key, effect: 'NoExecute', timeAdded: at },
    ];
    expect(toNodeView(object({ spec: { taints } })).unreachableTaintMs).toBe(Date.parse(at));
  });
});
