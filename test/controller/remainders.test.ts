// An object that is deleted while it is reconciled leaves nothing behind, at whatever point the reconcile was.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import {
  activeStandbyServices,
  endpoints,
  endpointSlices,
  pods,
  services,
} from '../../src/controller/cache/resources.ts';
import { readLedger } from '../../src/desired/ledgerRecord.ts';
import { eventResource } from '../../src/kube/events/eventObject.ts';
import { observeElections } from '../../src/observers.ts';
import { makeMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import type { ModelRequest } from '../support/model/client.ts';
import type { Fault } from '../support/model/fault.ts';
import { asvcObject } from '../support/objects/asvcs.ts';
import { sliceOf } from '../support/objects/slices.ts';
import { RunningController } from '../support/operator/runningController.ts';
import { silentLog } from '../support/silentLog.ts';

const ORDERS = { namespace: 'shop', name: 'orders' };
const nothing = {
  reconcileStates: 0,
  triggerTimes: 0,
  missingPods: 0,
  drafts: 0,
  events: 0,
  sparedPods: 0,
  repairs: 0,
  failureCounts: 0,
};

let metrics: Metrics;
let operator: RunningController;

beforeEach(async () => {
  metrics = makeMetrics(new Registry(), { perResource: true });
  operator = new RunningController(observeElections(metrics, silentLog));
  await operator.start();
});

afterEach(() => operator.stop());

const series = (): readonly string[] =>
  [...(metrics.perResource?.pieces() ?? [])]
    .join('')
    .split('\n')
    .filter((line) => line.includes('name="orders"'));

/** Holds the first matching request until it is released: then it is executed, or the server fails. */
function hold(filter: (request: ModelRequest) => boolean, outcome: 'executed' | 'failed') {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let isHeld = false;
  const fault: Fault = {
    meets: (request) => !isHeld && filter(request),
    happen: async (_, execute) => {
      isHeld = true;
      await released;
      if (outcome === 'failed') throw new Error('by the test');
      return execute();
    },
  };
  operator.client.inject(fault);
  return { isHeld: () => isHeld, release };
}

function fail(): void {
  operator.pod('a', false);
}

/** Another leader has elected a pod that this one's watch has not reported. */
function electElsewhere(): void {
  const before = readLedger(operator.slice);
  if (before === undefined) throw new Error('Cannot elect: there is no ledger');
  const { endpoints: listed, metadata } = sliceOf({ ...before, term: 2, holder: { name: 'c', uid: 'c-uid' } });
  const annotations = { ...operator.slice.metadata?.annotations, ...metadata?.annotations };
  const slice = { ...operator.slice, endpoints: listed, metadata: { ...operator.slice.metadata, annotations } };
  operator.model.put(endpointSlices, slice);
}

interface Moment {
  readonly is: (request: ModelRequest) => boolean;
  /** Causes the request. */
  readonly after: () => void;
}

function ignore(): void {}

/** Requests that a reconcile can wait for. */
const firstMoments: Readonly<Record<string, Moment>> = {
  'creates its Service': { is: ({ resource, verb }) => resource === services && verb === 'create', after: ignore },
  'creates its slice': { is: ({ resource, verb }) => resource === endpointSlices && verb === 'create', after: ignore },
  'writes its first status': { is: ({ verb }) => verb === 'updateStatus', after: ignore },
  'records its first Event': { is: ({ resource }) => resource === eventResource, after: ignore },
};
const laterMoments: Readonly<Record<string, Moment>> = {
  'fails over': { is: ({ resource, verb }) => resource === endpointSlices && verb === 'update', after: fail },
  'writes its status': { is: ({ verb }) => verb === 'updateStatus', after: fail },
  'records an Event': { is: ({ resource }) => resource === eventResource, after: fail },
  'looks up a pod': { is: ({ resource, verb }) => resource === pods && verb === 'list', after: electElsewhere },
  'looks for leftovers': { is: ({ resource, verb }) => resource === endpoints && verb === 'get', after: setSelector },
};

function setSelector(): void {
  const service = operator.model.get(services, ORDERS);
  operator.model.put(services, { ...service, spec: { ...Object(service['spec']), selector: { app: 'orders' } } });
}

async function begin(): Promise<void> {
  operator.pod('a');
  operator.pod('b');
  operator.model.create(activeStandbyServices, asvcObject());
  await operator.settle();
}

const outcomes = ['executed', 'failed'] as const;
const cells = (moments: Readonly<Record<string, Moment>>) =>
  Object.entries(moments).flatMap(([name, moment]) => outcomes.map((outcome) => [name, outcome, moment] as const));

describe.each(cells(firstMoments))('an object that is deleted while it %s (%s)', (_, outcome, { is }) => {
  test('leaves nothing behind', async () => {
    const held = hold(is, outcome);
    await operator.lead();
    await begin();
    expect(held.isHeld()).toBe(true);
    operator.model.remove(activeStandbyServices, ORDERS);
    await operator.settle();
    held.release();
    await operator.clock.advance(60_000);
    expect([series(), operator.kept]).toEqual([[], nothing]);
  });
});

describe.each(cells(laterMoments))('a served object, while it %s (%s)', (_, outcome, { is, after }) => {
  let held: ReturnType<typeof hold>;

  beforeEach(async () => {
    await operator.lead();
    await begin();
    await operator.clock.advance(10_000);
    held = hold(is, outcome);
    after();
    await operator.settle();
    if (!held.isHeld()) throw new Error('Cannot begin: nothing waits for an answer');
  });

  test('leaves nothing behind when it is deleted', async () => {
    operator.model.remove(activeStandbyServices, ORDERS);
    await operator.settle();
    held.release();
    await operator.clock.advance(60_000);
    expect([series(), operator.kept]).toEqual([[], nothing]);
  });

  test('leaves nothing to a new object of its name', async () => {
    operator.model.remove(activeStandbyServices, ORDERS);
    const successor = asvcObject();
    operator.model.create(activeStandbyServices, { ...successor, metadata: { ...successor.metadata, uid: 'second' } });
    await operator.settle();
    held.release();
    await operator.clock.advance(60_000);
    // Until the garbage collector runs, Service and slice are the predecessor's: nothing is active.
    expect(series()).toContain('activestandby_has_active{namespace="shop",name="orders"} 0');
    expect(series().filter((line) => line.includes('transitions'))).toEqual([]);
    expect(operator.kept).toMatchObject({ reconcileStates: 1, triggerTimes: 0, missingPods: 0 });
  });
});

/** The leadership ends during the write of the slice. */
async function endDuringFailover() {
  const end = await operator.lead();
  await begin();
  const held = hold(({ resource }) => resource === endpointSlices, 'executed');
  fail();
  await operator.settle();
  return { held, ended: end() };
}

describe('a leader session that ends while an object is reconciled', () => {
  test('leaves no series, also when the object is deleted meanwhile', async () => {
    const { held, ended } = await endDuringFailover();
    await operator.settle();
    expect(series()).toEqual([]);
    operator.model.remove(activeStandbyServices, ORDERS);
    await operator.settle();
    held.release();
    await operator.settle();
    await ended;
    expect(series()).toEqual([]);
  });

  test('leaves no series when the object stays', async () => {
    const { held, ended } = await endDuringFailover();
    held.release();
    await operator.settle();
    await ended;
    expect(series()).toEqual([]);
  });
});

describe('hundreds of objects', () => {
  test('that are created and deleted at any moment leave nothing behind', async () => {
    await operator.lead();
    operator.pod('a');
    for (let round = 0; round < 6; round += 1) {
      const names = Array.from({ length: 60 }, (_, index) => `orders-${round % 2}-${index}`);
      for (const [index, name] of names.entries()) {
        operator.model.create(
          activeStandbyServices,
          asvcObject(name, { selector: { matchLabels: { app: 'orders' } } }),
        );
        if (index % 3 === 0) await operator.clock.advance(0);
        const gone = names[index - (index % 7)];
        if (
          gone !== undefined &&
          operator.model.storage.find(activeStandbyServices, { namespace: 'shop', name: gone })
        ) {
          operator.model.remove(activeStandbyServices, { namespace: 'shop', name: gone });
        }
      }
      await operator.clock.advance(5 * round);
      for (const name of names) {
        if (operator.model.storage.find(activeStandbyServices, { namespace: 'shop', name }) === undefined) continue;
        operator.model.remove(activeStandbyServices, { namespace: 'shop', name });
      }
    }
    await operator.clock.advance(600_000);
    expect([...(metrics.perResource?.pieces() ?? [])].join('')).not.toContain('namespace="shop"');
    expect(operator.kept).toEqual(nothing);
  });
});
