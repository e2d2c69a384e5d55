// Timelines of an active whose node fails: second, fact, expected state and writes.
import { describe, expect, test } from '@jest/globals';
import type { NodeFacts } from '../../support/objects/nodeObjects.ts';
import { reasons } from '../../support/operator/decisions.ts';
import { expectStory, nothing, together, unready } from '../../support/operator/story.ts';
import { World } from '../../support/operator/world.ts';
import type { WorldSpec } from '../../support/operator/worldSpec.ts';

function node(name: string, facts: NodeFacts = {}): (world: World) => void {
  return (world) => world.node(name, facts);
}

const silent: NodeFacts = { ready: 'Unknown' };

/** Pods a, b and c on nodes n1, n2 and n3, all healthy; a is active in term 1. */
function serving(spec: WorldSpec = {}): World {
  const world = new World(spec);
  for (const [name, nodeName] of Object.entries({ a: 'n1', b: 'n2', c: 'n3' })) {
    world.node(nodeName);
    world.pod(name, { nodeName });
    world.clock.advance(1000);
  }
  world.settle();
  return world;
}

/** The problems that are reported beside the election. */
function problemsOf(world: World): readonly string[] {
  const decision = world.settle();
  return decision === undefined ? [] : reasons(decision);
}

describe('an active whose node', () => {
  test.each<[string, NodeFacts]>([
    ['is not ready', { ready: 'False' }],
    ['is unreachable', silent],
    ['is declared out of service', { taints: ['node.kubernetes.io/out-of-service'] }],
  ])('%s is replaced at once, although the pod is ready', (_, facts) => {
    expectStory(serving(), [
      [10, node('n1', facts), 'Active b@2, 1 write'],
      [20, node('n1'), 'Active b@2, 0 writes'],
    ]);
  });

  test.each<[string, NodeFacts]>([
    ['is cordoned', { cordoned: true }],
    ['is merely tainted as not ready', { taints: ['node.kubernetes.io/not-ready'] }],
  ])('%s stays', (_, facts) => {
    expectStory(serving(), [[10, node('n1', facts), 'Active a@1, 0 writes']]);
  });

  test('is deleted is replaced at once, and is a candidate again once the node exists again', () => {
    expectStory(serving(), [
      [10, (world) => world.removeNode('n1'), 'Active b@2, 1 write'],
      [20, together(unready('b'), unready('c')), 'Vacant -@2, 1 write'],
      [30, node('n1'), 'Active a@3, 1 write'],
    ]);
  });

  test('is deleted stays with nodeFailure PodReadiness, and in Manual mode', () => {
    for (const failover of [{ nodeFailure: 'PodReadiness' }, { mode: 'Manual' }] as const) {
      const world = serving({ failover });
      world.removeNode('n1');
      world.settle();
      expect(world.term).toBe(1);
    }
  });

  test('fails is replaced by a pod on a node that is not cordoned, if there is one', () => {
    expectStory(serving(), [
      [10, together(node('n2', { cordoned: true }), node('n1', silent)), 'Active c@2, 1 write'],
      [20, node('n3', { ready: 'False' }), 'Active b@3, 1 write'],
    ]);
  });
});

describe('two of three nodes that fall silent together', () => {
  const cut = together(node('n1', silent), node('n2', silent));

  test('are not acted on for ten minutes, and then they are', () => {
    const world = serving();
    expectStory(world, [
      [10, cut, 'Suspect a@1, 0 writes'],
      [60, unready('a', 'b'), 'Suspect a@1, 0 writes'],
      [609, nothing, 'Suspect a@1, 0 writes'],
      [610, nothing, 'Active c@2, 1 write'],
    ]);
  });

  test('are reported with the numbers and the end', () => {
    const world = serving();
    cut(world);
    const [problem] = world.settle()?.problems ?? [];
    expect(problem).toMatchObject({ reason: 'NodeFailuresHeld', blocking: false });
    expect(problem?.message).toMatch(/^Holding node failures until \d{4}-\d\d-\d\dT\S+: 2 of 3 nodes /);
  });

  test('are reported as long as the state of their pods is not acted on', () => {
    const world = serving();
    expectStory(world, [
      [10, together(cut, unready('a')), 'Suspect a@1, 0 writes'],
      [60, together(node('n1'), node('n2')), 'Suspect a@1, 0 writes'],
    ]);
    expect(problemsOf(world)).toEqual(['NodeFailuresHeld']);
  });

  test('are not held any more when they report again', () => {
    expectStory(serving(), [
      [10, cut, 'Suspect a@1, 0 writes'],
      [60, together(node('n1'), node('n2')), 'Active a@1, 0 writes'],
    ]);
  });

  test('do not prevent the replacement of an active whose pod is deleted', () => {
    expectStory(serving(), [[10, together(cut, (world) => world.remove('a')), 'Active c@2, 1 write']]);
  });

  test('count for a new process from the time at which the API marked them', () => {
    expectStory(serving(), [
      [10, cut, 'Suspect a@1, 0 writes'],
      [595, (world) => world.crash(), 'Suspect a@1, 0 writes'],
      [611, nothing, 'Active c@2, 1 write'],
    ]);
  });
});

describe('most nodes that fall silent together, with no pods of the object on them', () => {
  const cut = together(...['x1', 'x2', 'x3', 'x4'].map((name) => node(name, silent)));

  test('are reported when the node of the active is not ready, which is not acted on', () => {
    const world = serving();
    expectStory(world, [[10, together(cut, node('n1', { ready: 'False' })), 'Suspect a@1, 0 writes']]);
    expect(problemsOf(world)).toEqual(['NodeFailuresHeld']);
  });

  test.each<[string, NodeFacts]>([
    ['out of service', { taints: ['node.kubernetes.io/out-of-service'] }],
    ['healthy', {}],
  ])('are not reported when it is %s', (_, facts) => {
    const world = serving();
    together(cut, node('n1', facts))(world);
    expect(problemsOf(world)).toEqual([]);
  });

  test('are not reported with nodeFailure PodReadiness when it is not ready', () => {
    const world = serving({ failover: { nodeFailure: 'PodReadiness' } });
    expectStory(world, [[10, together(cut, node('n1', { ready: 'False' })), 'Active a@1, 0 writes']]);
    expect(problemsOf(world)).toEqual([]);
  });
});

describe('nodes without permission to read them', () => {
  test('are reported, and pods are judged by their readiness', () => {
    const world = serving();
    world.node('n1', silent);
    world.operator.nodeMonitor.isReadable = false;
    expect(problemsOf(world)).toEqual(['NodesUnreadable']);
    expect(world.term).toBe(1);
  });

  test('are not reported with nodeFailure PodReadiness', () => {
    const world = serving({ failover: { nodeFailure: 'PodReadiness' } });
    world.operator.nodeMonitor.isReadable = false;
    expect(problemsOf(world)).toEqual([]);
  });
});
