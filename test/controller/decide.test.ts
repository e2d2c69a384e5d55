// What is decided about the objects around an election, seen on a model of the API.
import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/controller/decide.ts';
import type { Decision } from '../../src/controller/decision.ts';
import { activeStandbyServices, endpointSlices, pods, services } from '../../src/controller/resources.ts';
import { ownerReference } from '../../src/desired/ownership.ts';
import type { KubeObject } from '../../src/kube/wire.ts';
import { ASVC, World } from '../support/world.ts';

const NAME = 'orders';
const predecessor = ownerReference({ name: NAME, uid: 'old' });
const labels = { 'app.kubernetes.io/managed-by': 'activestandby.dev' };
const servesOurs = { 'kubernetes.io/service-name': NAME };
const sliceLabels = { 'endpointslice.kubernetes.io/managed-by': 'activestandby.dev' };

/** One pod is ready, and nothing has been done yet. */
function begin(): World {
  const world = new World();
  world.pod('a');
  return world;
}

function running(): World {
  const world = begin();
  world.settle();
  return world;
}

function decision(world: World): Decision {
  const observed = world.operator.observe();
  if (observed === undefined) throw new Error('there is nothing to decide');
  return decide(observed);
}

function kinds({ slice, service }: Decision): readonly string[] {
  return [slice.kind, service.kind];
}

function reasons({ problems }: Decision): readonly string[] {
  return problems.map(({ reason, blocking }) => (blocking ? `${reason}!` : reason));
}

function service(metadata: object, spec: object = { ports: [{ port: 80 }] }): KubeObject & { readonly spec: object } {
  return { metadata: { namespace: 'shop', name: NAME, ...metadata }, spec };
}

function slice(name: string, metadata: object): KubeObject & { readonly addressType: string } {
  return { metadata: { namespace: 'shop', name, ...metadata }, addressType: 'IPv4' };
}

describe('in the beginning', () => {
  test('the Service is created, and nobody is elected before its IP family is known', () => {
    const first = decision(begin());
    expect(kinds(first)).toEqual(['none', 'create']);
    expect(first.step).toMatchObject({ phase: 'Vacant', candidates: [{ reason: 'AddressMissing' }] });
  });

  test('then the slice is created, with the first election in it', () => {
    const world = begin();
    world.pass();
    expect(kinds(decision(world))).toEqual(['create', 'none']);
  });

  test('no slice is created as long as nobody has been elected', () => {
    const world = new World();
    world.pass();
    expect(kinds(decision(world))).toEqual(['none', 'none']);
  });

  test('an object that is being deleted is not looked at', () => {
    const world = begin();
    const { metadata } = world.model.get(activeStandbyServices, ASVC);
    world.model.delete(activeStandbyServices, ASVC, { uid: metadata.uid });
    expect(world.operator.observe()).toBeUndefined();
  });
});

describe('what is somebody else’s', () => {
  test.each<[string, object, string]>([
    ['a foreign Service', {}, 'ServiceNameConflict!'],
    ['a predecessor’s Service', { labels, ownerReferences: [predecessor] }, 'WaitingForGarbageCollector!'],
  ])('is left alone, and nothing is written: %s', (_, metadata, reason) => {
    const world = begin();
    world.model.create(services, service(metadata));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], [reason]]);
  });

  test.each<[string, object, string]>([
    ['a foreign slice', {}, 'EndpointSliceNameConflict!'],
    ['a predecessor’s slice', { labels: sliceLabels, ownerReferences: [predecessor] }, 'WaitingForGarbageCollector!'],
  ])('is left alone where the ledger should be: %s', (_, metadata, reason) => {
    const world = begin();
    world.pass();
    world.model.create(endpointSlices, slice('orders-asvc-ipv4', metadata));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], [reason]]);
  });

  test('is adopted when it is ours without an owner, and the term continues', () => {
    const world = running();
    const ownerless = { ownerReferences: [] };
    const last = world.slice;
    world.crash();
    const successor = new World();
    successor.pod('a');
    successor.model.create(services, service({ labels, ...ownerless }));
    const endpoints = { ...last, metadata: { ...last?.metadata, ...ownerless } };
    successor.model.create(endpointSlices, endpoints);
    const decided = decision(successor);
    expect([kinds(decided), reasons(decided)]).toEqual([['update', 'mend'], []]);
    expect(decided.step.transition).toMatchObject({ term: 2, to: { name: 'a' } });
  });

  test('is reported where it only adds traffic', () => {
    const world = running();
    for (const name of ['y', 'x']) world.model.create(endpointSlices, slice(name, { labels: servesOurs }));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], ['ForeignEndpointSlices']]);
    expect(decided.problems[0]?.message).toContain('what somebody else lists in x, y: delete that.');
  });
});

describe('what Kubernetes made of a selector', () => {
  test.each([
    ['is removed, Endpoints first', 'endpointslice-controller.k8s.io', ['x'], []],
    [
      'is reported and asked about when it was mirrored',
      'endpointslicemirroring-controller.k8s.io',
      [],
      ['ForeignEndpointSlices'],
    ],
  ])('%s', (...[, manager, removed, reported]) => {
    const world = running();
    world.model.create(
      endpointSlices,
      slice('x', { labels: { ...servesOurs, 'endpointslice.kubernetes.io/managed-by': manager } }),
    );
    const { leftovers, ...decided } = decision(world);
    expect(leftovers.examineEndpoints).toBe(true);
    expect(leftovers.slices.map(({ name }) => name)).toEqual(removed);
    expect(decided.problems.map(({ reason }) => reason)).toEqual(reported);
  });

  test('is asked about as soon as there is a selector', () => {
    const world = running();
    const stored = world.model.get(services, ASVC);
    world.model.put(services, { ...stored, spec: { ...Object(stored['spec']), selector: { app: NAME } } });
    const decided = decision(world);
    expect([kinds(decided), decided.leftovers.examineEndpoints]).toEqual([['none', 'mend'], true]);
  });

  test('is left alone otherwise', () => {
    expect(decision(running()).leftovers).toEqual({ examineEndpoints: false, slices: [] });
  });
});

describe('two objects for one Service', () => {
  const spec = { selector: { matchLabels: { app: NAME } }, service: { name: NAME, ports: [{ port: 80 }] } };

  test('wait for each other by age as long as there is no Service', () => {
    const world = new World();
    world.clock.advance(5000);
    const rival = { apiVersion: 'activestandby.dev/v1alpha1', kind: 'ActiveStandbyService', spec };
    world.model.create(activeStandbyServices, { ...rival, metadata: { namespace: 'shop', name: 'a-rival' } });
    const younger = world.operatorOf('a-rival').observe();
    expect(reasons(decision(world))).toEqual([]);
    expect(younger && reasons(decide(younger))).toEqual(['ServiceNameConflict!']);
  });
});

describe('a Service that is gone', () => {
  test('is created anew, and the traffic’s slice stays as it is', () => {
    const world = running();
    world.model.remove(services, ASVC);
    expect(kinds(decision(world))).toEqual(['none', 'create']);
  });

  test('keeps no failover from happening', () => {
    const world = running();
    world.pod('b');
    world.model.remove(services, ASVC);
    world.pod('a', { ready: false });
    const decided = decision(world);
    expect([kinds(decided), decided.step.transition?.to?.name]).toEqual([['update', 'create'], 'b']);
  });
});

describe('an invalid object', () => {
  test('is told with its paths, and blocks', () => {
    const world = running();
    world.respec({ selector: {} });
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], ['InvalidSpec!']]);
    expect(decided.problems[0]?.message).toContain('spec.selector is empty');
  });
});

describe('a pod of another namespace', () => {
  test('is nobody’s candidate, and keeps no address alive', () => {
    const world = new World();
    const labels = { app: NAME };
    world.model.create(pods, { metadata: { namespace: 'bank', name: 'a', labels } });
    world.pass();
    expect(decision(world).step.candidates).toEqual([]);
  });
});
