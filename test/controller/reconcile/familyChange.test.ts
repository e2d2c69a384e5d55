// The Service gets another IP family. The slices of both families never list a pod at the same time, despite crashes
// and writes of other processes.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { activeStandbyServices, endpointSlices, pods, services } from '../../../src/controller/cache/resources.ts';
import { sliceNameOf } from '../../../src/desired/endpointSlice.ts';
import type { IpFamily } from '../../../src/election/podView.ts';
import type { ModelRequest } from '../../support/model/client.ts';
import { cutOff } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { podObject } from '../../support/objects/podObjects.ts';
import { repeatedTerms, simultaneous, sliceChanges } from '../../support/operator/familySlices.ts';
import { RunningController } from '../../support/operator/runningController.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };

let operator: RunningController;
/** All running operators. */
let operators: RunningController[] = [];

beforeEach(async () => {
  operator = new RunningController();
  operators = [operator];
  await operator.start();
  for (const name of ['a', 'b']) {
    operator.nodeOf(name);
    dualStackPod(name);
  }
  operator.model.create(activeStandbyServices, asvcObject());
  await operator.lead();
});

afterEach(async () => {
  for (const each of operators) await each.stop();
});

function dualStackPod(name: string, ips = ['10.0.0.' + name.charCodeAt(0), 'fd00::' + name]): void {
  const facts = { ready: true, sinceMs: 0, phase: 'Running', selected: true, ips, nodeName: `node-of-${name}` };
  operator.model.put(pods, podObject(name, facts));
}

function setFamilies(...ipFamilies: readonly IpFamily[]): void {
  const service = operator.model.get(services, ORDERS);
  operator.model.put(services, { ...service, spec: { ...fieldsOf(service['spec']), ipFamilies } });
}

async function another(): Promise<RunningController> {
  const process = new RunningController({}, operator.model);
  operators.push(process);
  await process.start();
  return process;
}

/** The writes of slices; checks that never two of them list a pod. */
function writesOfSlices(): readonly string[] {
  expect(simultaneous(operator.model)).toEqual([]);
  return sliceChanges(operator.model);
}
const changed = ['IPv4 a@1', 'IPv6 -@1', 'IPv4 -@2', 'IPv6 a@3', 'IPv4 deleted'];

function withoutTerm(change: string): string {
  return change.replace(/@.*/, '');
}

describe('when the Service has another IP family', () => {
  test('the old slice is emptied, the new one filled, and the old one deleted', async () => {
    setFamilies('IPv6');
    await operator.settle();
    expect(writesOfSlices()).toEqual(changed);
    const { conditions } = fieldsOf(operator.model.get(activeStandbyServices, ORDERS)['status']);
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Degraded', status: 'False' }));
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
  });

  test('later failovers are written to the new slice alone', async () => {
    setFamilies('IPv6');
    await operator.settle();
    operator.model.remove(pods, { namespace: 'shop', name: 'a' });
    await operator.settle();
    expect(writesOfSlices()).toEqual([...changed, 'IPv6 b@4']);
  });

  test('and then the old one again, the same happens in reverse', async () => {
    setFamilies('IPv6');
    await operator.settle();
    setFamilies('IPv4');
    await operator.settle();
    expect(writesOfSlices()).toEqual([...changed, 'IPv4 -@3', 'IPv6 -@4', 'IPv4 a@5', 'IPv6 deleted']);
  });

  test('a pod with an address of the new family is elected', async () => {
    dualStackPod('a', ['10.0.0.97']);
    setFamilies('IPv6');
    await operator.settle();
    expect(writesOfSlices().slice(-3)).toEqual(['IPv4 -@2', 'IPv6 b@3', 'IPv4 deleted']);
  });

  test('the old slice keeps the term as long as no pod has an address of it; then the holder comes first', async () => {
    for (const name of ['a', 'b']) dualStackPod(name, [`10.0.0.${name.charCodeAt(0)}`]);
    setFamilies('IPv6');
    await operator.settle();
    expect(writesOfSlices().at(-1)).toBe('IPv4 -@2');
    dualStackPod('b');
    dualStackPod('a');
    await operator.settle();
    expect(writesOfSlices().slice(-2)).toEqual([expect.stringMatching(/^IPv6 [ab]@3$/), 'IPv4 deleted']);
  });

  test('a change back before an election leaves no slice behind', async () => {
    for (const name of ['a', 'b']) dualStackPod(name, [`10.0.0.${name.charCodeAt(0)}`]);
    setFamilies('IPv6');
    await operator.settle();
    setFamilies('IPv4');
    await operator.settle();
    expect(writesOfSlices().slice(-4)).toEqual(['IPv4 -@2', 'IPv6 -@3', 'IPv4 a@4', 'IPv6 deleted']);
  });

  test("a paused object is not changed, but a dead pod's address is withdrawn", async () => {
    operator.model.update(activeStandbyServices, { ...asvcOf({ paused: true }) });
    await operator.settle();
    setFamilies('IPv6');
    await operator.settle();
    expect(writesOfSlices()).toEqual(['IPv4 a@1']);
    operator.model.remove(pods, { namespace: 'shop', name: 'a' });
    await operator.settle();
    expect(writesOfSlices()).toEqual(['IPv4 a@1', 'IPv4 -@1']);
    operator.model.update(activeStandbyServices, { ...asvcOf({ paused: false }) });
    await operator.settle();
    expect(writesOfSlices().slice(-3)).toEqual(['IPv4 -@2', 'IPv6 b@3', 'IPv4 deleted']);
  });
});

test('a draining handover is not completed while the object is paused, but ends with the old family', async () => {
  operator.model.update(activeStandbyServices, {
    ...asvcOf({
      handover: { strategy: 'BreakBeforeMake', drainTimeout: '5s' },
      switchover: { requestID: '1', targetPod: 'b' },
    }),
  });
  await operator.settle();
  operator.model.update(activeStandbyServices, { ...asvcOf({ paused: true }) });
  setFamilies('IPv6');
  await operator.clock.advance(10_000);
  expect(writesOfSlices()).toEqual(['IPv4 a@1', 'IPv4 -@1']);
  operator.model.update(activeStandbyServices, { ...asvcOf({ paused: false }) });
  await operator.clock.advance(10_000);
  expect(writesOfSlices().slice(2).map(withoutTerm)).toEqual(changed.slice(1).map(withoutTerm));
  expect(repeatedTerms(operator.model)).toEqual([]);
});

test('an old slice that a finalizer keeps is deleted once', async () => {
  const { metadata, ...slice } = operator.model.get(endpointSlices, {
    namespace: 'shop',
    name: sliceNameOf('orders', 'IPv4'),
  });
  operator.model.put(endpointSlices, { ...slice, metadata: { ...metadata, finalizers: ['example.com/wait'] } });
  setFamilies('IPv6');
  await operator.settle();
  for (const isReady of [false, true, false]) {
    operator.pod('c', isReady);
    await operator.settle();
  }
  const deletions = operator.client.requests.filter((request) => isSliceWrite(request) && request.verb === 'delete');
  expect(deletions).toHaveLength(1);
  expect(writesOfSlices().at(-2)).toBe('IPv6 a@3');
});

test('a second family that is added changes nothing', async () => {
  setFamilies('IPv4', 'IPv6');
  await operator.settle();
  setFamilies('IPv4');
  await operator.settle();
  expect(writesOfSlices()).toEqual(['IPv4 a@1']);
});

test('a foreign slice of the other family stays and is reported', async () => {
  const labels = { 'kubernetes.io/service-name': 'orders' };
  const metadata = { namespace: 'shop', name: sliceNameOf('orders', 'IPv6'), labels };
  operator.model.create(endpointSlices, { metadata });
  await operator.settle();
  const { conditions } = fieldsOf(operator.model.get(activeStandbyServices, ORDERS)['status']);
  expect(conditions).toContainEqual(expect.objectContaining({ type: 'Degraded', reason: 'ForeignEndpointSlices' }));
  expect(writesOfSlices()).toEqual(['IPv4 a@1', 'IPv6 -@0']);
});

function asvcOf(change: object) {
  const { spec, ...asvc } = operator.model.get(activeStandbyServices, ORDERS);
  return { ...asvc, spec: { ...fieldsOf(spec), ...change } };
}

function isSliceWrite({ verb, resource }: ModelRequest): boolean {
  return resource.plural === endpointSlices.plural && verb !== 'get' && verb !== 'list';
}

/** Matches the nth write of a slice. */
function nth(n: number): (request: ModelRequest) => boolean {
  let seen = 0;
  return (request) => isSliceWrite(request) && (seen += 1) === n;
}

describe.each(['before', 'after'] as const)('a crash right %s', (moment) => {
  test.each([
    [1, 'the new slice is created'],
    [2, 'the old one is emptied'],
    [3, 'the new one is filled'],
    [4, 'the old one is deleted'],
  ])('write %i, by which %s, leads to the same result', async (n) => {
    operator.client.inject(cutOff(moment, nth(n)));
    // No later write of this process is executed.
    operator.client.inject(cutOff('before', beyond(n)));
    setFamilies('IPv6');
    await operator.settle();
    await operator.stop();
    operators = [];
    const successor = await another();
    await successor.lead();
    await successor.settle();
    expect(writesOfSlices().map(withoutTerm)).toEqual(changed.map(withoutTerm));
    expect(repeatedTerms(operator.model)).toEqual([]);
  });
});

function beyond(n: number): (request: ModelRequest) => boolean {
  let seen = 0;
  return (request) => isSliceWrite(request) && (seen += 1) > n;
}
