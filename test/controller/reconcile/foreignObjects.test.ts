// Decisions where Services and slices of other owners have the needed names.
import { describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, services } from '../../../src/controller/cache/resources.ts';
import { ownerReference } from '../../../src/desired/ownership.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { begin, decision, decisionOn, kinds, reasons, running } from '../../support/operator/decisions.ts';
import { World } from '../../support/operator/world.ts';
import { ASVC } from '../../support/operator/worldSpec.ts';

const NAME = 'orders';
const predecessor = ownerReference({ name: NAME, uid: 'old' });
const labels = { 'app.kubernetes.io/managed-by': 'activestandby.dev' };
const servesOurs = { 'kubernetes.io/service-name': NAME };
const sliceLabels = { 'endpointslice.kubernetes.io/managed-by': 'activestandby.dev' };

function service(metadata: object, spec: object = { ports: [{ port: 80 }] }): KubeObject & { readonly spec: object } {
  return { metadata: { namespace: 'shop', name: NAME, ...metadata }, spec };
}

function slice(name: string, metadata: object): KubeObject & { readonly addressType: string } {
  return { metadata: { namespace: 'shop', name, ...metadata }, addressType: 'IPv4' };
}

describe('an object that is not ours', () => {
  test.each<[string, object, string]>([
    ['a foreign Service', {}, 'ServiceNameConflict!'],
    ["a predecessor's Service", { labels, ownerReferences: [predecessor] }, 'WaitingForGarbageCollector!'],
  ])('is left alone, and nothing is written: %s', (_, metadata, reason) => {
    const world = begin();
    world.model.create(services, service(metadata));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], [reason]]);
  });

  test.each<[string, object, string]>([
    ['a foreign slice', {}, 'EndpointSliceNameConflict!'],
    ["a predecessor's slice", { labels: sliceLabels, ownerReferences: [predecessor] }, 'WaitingForGarbageCollector!'],
  ])("is left alone also with the ledger's name: %s", (_, metadata, reason) => {
    const world = begin();
    world.reconcile();
    world.model.create(endpointSlices, slice('orders-asvc-ipv4', metadata));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], [reason]]);
  });

  test('is reported in a short message, however many slices there are', () => {
    const world = running();
    for (let i = 0; i < 300; i++) {
      world.model.create(endpointSlices, slice(`strange-${i}-${'x'.repeat(200)}`, { labels: servesOurs }));
    }
    const [problem] = decision(world).problems;
    expect(problem?.reason).toBe('ForeignEndpointSlices');
    expect(problem?.message).toContain(' and 295 more: delete these slices.');
    expect(problem?.message.length).toBeLessThan(2000);
  });

  test('does not block the owner of the ledger, even when it is an older ActiveStandbyService', () => {
    const world = running();
    world.clock.jumpWall(-3_600_000);
    const spec = { selector: { matchLabels: { app: 'orders' } }, service: { name: NAME, ports: [{ port: 80 }] } };
    world.model.create(activeStandbyServices, { metadata: { namespace: 'shop', name: 'another' }, spec });
    world.model.delete(services, { namespace: 'shop', name: NAME });
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'create'], []]);
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

  test('is reported where it only adds endpoints', () => {
    const world = running();
    for (const name of ['y', 'x']) world.model.create(endpointSlices, slice(name, { labels: servesOurs }));
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], ['ForeignEndpointSlices']]);
    expect(decided.problems[0]?.message).toContain('endpoints of other clients in x, y: delete these slices.');
  });
});

describe('slices that Kubernetes made from a selector', () => {
  test.each([
    ['are removed, Endpoints first', 'endpointslice-controller.k8s.io', ['x'], []],
    [
      'are reported, and the Endpoints examined, when they were mirrored',
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

  test('are looked for as soon as there is a selector', () => {
    const world = running();
    const stored = world.model.get(services, ASVC);
    world.model.put(services, { ...stored, spec: { ...Object(stored['spec']), selector: { app: NAME } } });
    const decided = decision(world);
    expect([kinds(decided), decided.leftovers.examineEndpoints]).toEqual([['none', 'mend'], true]);
  });

  test('are not looked for otherwise', () => {
    expect(decision(running()).leftovers).toEqual({ examineEndpoints: false, slices: [] });
  });
});

describe('two objects for one Service', () => {
  const spec = { selector: { matchLabels: { app: NAME } }, service: { name: NAME, ports: [{ port: 80 }] } };

  test('are ordered by age as long as there is no Service', () => {
    const world = new World();
    world.clock.advance(5000);
    const rival = { apiVersion: 'activestandby.dev/v1alpha1', kind: 'ActiveStandbyService', spec };
    world.model.create(activeStandbyServices, { ...rival, metadata: { namespace: 'shop', name: 'a-rival' } });
    const younger = world.operatorOf('a-rival').observe();
    expect(reasons(decision(world))).toEqual([]);
    expect(younger && reasons(decisionOn(younger))).toEqual(['ServiceNameConflict!']);
  });
});
