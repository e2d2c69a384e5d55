// Decisions about the objects around an election, on a model of the API.
import { describe, expect, test } from '@jest/globals';
import { activeStandbyServices, pods, services } from '../../../src/controller/cache/resources.ts';
import { begin, decision, kinds, reasons, running } from '../../support/operator/decisions.ts';
import { World } from '../../support/operator/world.ts';
import { ASVC } from '../../support/operator/worldSpec.ts';

describe('in the beginning', () => {
  test('the Service is created, and no pod is elected before its IP family is known', () => {
    const first = decision(begin());
    expect(kinds(first)).toEqual(['none', 'create']);
    expect(first.step).toMatchObject({ phase: 'Vacant', candidates: [{ reason: 'AddressMissing' }] });
  });

  test('then the slice is created, with the first election in it', () => {
    const world = begin();
    world.reconcile();
    expect(kinds(decision(world))).toEqual(['create', 'none']);
  });

  test('no slice is created as long as no pod has been elected', () => {
    const world = new World();
    world.reconcile();
    expect(kinds(decision(world))).toEqual(['none', 'none']);
  });

  test('an object that is being deleted is ignored', () => {
    const world = begin();
    const { metadata } = world.model.get(activeStandbyServices, ASVC);
    world.model.delete(activeStandbyServices, ASVC, { uid: metadata.uid });
    expect(world.operator.observe()).toBeUndefined();
  });
});

describe('a Service that is gone', () => {
  test('is created again, and the slice stays as it is', () => {
    const world = running();
    world.model.remove(services, ASVC);
    expect(kinds(decision(world))).toEqual(['none', 'create']);
  });

  test('prevents no failover', () => {
    const world = running();
    world.pod('b');
    world.model.remove(services, ASVC);
    world.pod('a', { ready: false });
    const decided = decision(world);
    expect([kinds(decided), decided.step.transition?.to?.name]).toEqual([['update', 'create'], 'b']);
  });
});

describe('an invalid object', () => {
  test('blocks, and the paths of its errors are reported', () => {
    const world = running();
    world.respec({ selector: {} });
    const decided = decision(world);
    expect([kinds(decided), reasons(decided)]).toEqual([['none', 'none'], ['InvalidSpec!']]);
    expect(decided.problems[0]?.message).toContain('spec.selector is empty');
  });
});

describe('a pod of another namespace', () => {
  test('is no candidate, and keeps no address in the slice', () => {
    const world = new World();
    const labels = { app: 'orders' };
    world.model.create(pods, { metadata: { namespace: 'bank', name: 'a', labels } });
    world.reconcile();
    expect(decision(world).step.candidates).toEqual([]);
  });
});
