// When the status of an object is written, and how long its draft is kept.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ContestedWrites } from '../../../src/controller/apply/contestedWrites.ts';
import { makeCaches, type Caches } from '../../../src/controller/cache/caches.ts';
import { activeStandbyServices } from '../../../src/controller/cache/resources.ts';
import { PrunedFields } from '../../../src/controller/reconcile/prunedFields.ts';
import { StatusContest } from '../../../src/controller/reconcile/statusContest.ts';
import { StatusUpdater } from '../../../src/controller/reconcile/statusUpdater.ts';
import type { Outcome } from '../../../src/desired/outcome.ts';
import { transitionOf } from '../../../src/election/transition.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { afterwards, asking, input, serving, withPods } from '../../support/election/electionInputs.ts';
import { outcomeOf } from '../../support/election/outcomes.ts';
import { notReady, pod, withPriority } from '../../support/election/pods.ts';
import { ApiModel } from '../../support/model/apiModel.ts';
import { ModelClient } from '../../support/model/client.ts';
import { cutOff } from '../../support/model/fault.ts';
import { fieldsOf } from '../../support/model/object.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';
import { toCachedAsvc } from '../../support/objects/cached.ts';

const KEY = 'shop/orders';
const [a, b] = [pod('a'), pod('b')];

let clock: FakeClock;
let model: ApiModel;
let client: ModelClient;
let caches: Caches;
let events: string[];
let queued: string[];
let lookedAt: string[];
let statusUpdater: StatusUpdater;

beforeEach(() => {
  clock = new FakeClock();
  model = new ApiModel(() => clock.wallMs());
  client = new ModelClient(model);
  caches = makeCaches();
  events = [];
  queued = [];
  lookedAt = [];
  model.create(activeStandbyServices, asvcObject());
  follow();
  statusUpdater = new StatusUpdater({
    client,
    clock,
    caches,
    contest: new StatusContest({
      repairs: new ContestedWrites(),
      pruned: new PrunedFields(() => undefined),
      nowMs: () => clock.monotonicMs(),
    }),
    events: { record: async ({ name }) => void events.push(name) },
    random: () => 0.5,
    queue: () => ({ add: (key) => void queued.push(key) }),
    onNews: (key) => void lookedAt.push(key),
  });
});

/** The watch reports the object as the API server has it. */
function follow(): void {
  for (const object of model.list(activeStandbyServices)) caches.asvcs.upsert(toCachedAsvc(object));
}

function stored(): Readonly<Record<string, unknown>> {
  return fieldsOf(model.storage.find(activeStandbyServices, { namespace: 'shop', name: 'orders' })?.['status']);
}

/** Each call is a reconcile of a serving object. */
function serves(change: Partial<Outcome> = {}): Outcome {
  const before = input([a, b], { ledger: serving(a, 1) });
  return outcomeOf(before, { atMs: clock.wallMs(), ...change });
}

function update(outcome: Outcome): void {
  const transition = transitionOf(outcome.ledger);
  statusUpdater.update(KEY, outcome, transition === undefined ? [] : [{ ...transition, publishedMs: undefined }]);
}

/** Runs the queue until it is empty. */
async function drain(): Promise<void> {
  for (
    let result = await statusUpdater.write(KEY);
    result.requeueAfterMs !== undefined;
    result = await statusUpdater.write(KEY)
  ) {
    await clock.advance(result.requeueAfterMs);
  }
}

describe('a status', () => {
  test('is written once, after its Event, and then no draft is kept', async () => {
    update(serves());
    expect([queued, statusUpdater.isPending(KEY)]).toEqual([[KEY], true]);
    await drain();
    expect([events.length, client.writes.length, stored()['term']]).toEqual([1, 1, 1]);
    expect(statusUpdater.isPending(KEY)).toBe(false);
  });

  test('that is up to date costs nothing: no draft, no run, no write', async () => {
    update(serves());
    await drain();
    queued = [];
    await clock.advance(60_000);
    update(serves());
    expect([queued, statusUpdater.isPending(KEY)]).toEqual([[], false]);
    await drain();
    expect([events.length, client.writes.length]).toEqual([1, 1]);
  });

  test('that was changed by hand is repaired after the next reconcile', async () => {
    update(serves());
    await drain();
    const [object] = model.list(activeStandbyServices);
    model.updateStatus(activeStandbyServices, { ...object, status: { ...stored(), phase: 'Nonsense' } });
    follow();
    update(serves());
    await drain();
    expect(stored()['phase']).toBe('Active');
  });

  test('is written for candidates alone once per second at most', async () => {
    update(serves());
    await statusUpdater.write(KEY);
    const before = input([a, notReady(b)], { ledger: serving(a, 1) });
    update(outcomeOf(before, { atMs: clock.wallMs() }));
    expect(await statusUpdater.write(KEY)).toEqual({ requeueAfterMs: 1000, priority: 'background' });
    expect([client.writes.length, stored()['candidateSummary']]).toEqual([1, '2/2']);
    await clock.advance(1000);
    await drain();
    expect([client.writes.length, stored()['candidateSummary']]).toEqual([2, '1/2']);
  });

  test('is written after ever longer pauses while candidates keep changing', async () => {
    update(serves());
    await statusUpdater.write(KEY);
    const moments: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      const pods = [[a, notReady(b)], [a], [a, b]][second % 3] ?? [];
      update(outcomeOf(input(pods, { ledger: serving(a, 1) }), { atMs: clock.wallMs() }));
      const before = client.writes.length;
      await statusUpdater.write(KEY);
      if (client.writes.length > before) moments.push(second);
      await clock.advance(1000);
    }
    expect(moments).toEqual([1, 3, 7, 15, 31, 63, 124, 185]);
  });

  test('that contains a priority of -0 is the same when it is read again', async () => {
    const before = input([a, withPriority(b, '-0')], { ledger: serving(a, 1) });
    update(outcomeOf(before, { atMs: clock.wallMs() }));
    await statusUpdater.write(KEY);
    await clock.advance(1000);
    expect(await statusUpdater.write(KEY)).toEqual({});
    expect(client.writes.length).toBe(1);
  });

  test('of an object that is gone is not written', async () => {
    update(serves());
    const [object] = [...caches.asvcs.values()];
    if (object !== undefined) caches.asvcs.remove(object);
    await drain();
    expect(client.writes).toEqual([]);
  });

  test('that lists one more handled request causes a reconcile, for which the next request waits', async () => {
    const policy = { strategy: 'BreakBeforeMake', drainTimeoutMs: 60_000 } as const;
    const draining = input([a, b], { ledger: serving(a, 1), policy, switchover: asking({ requestID: 'X' }) });
    const begun = outcomeOf(draining, { atMs: clock.wallMs() });
    update(begun);
    await drain();
    lookedAt = [];
    const replaced = { ...afterwards(draining, begun.step, 1000), switchover: asking({ requestID: 'Y' }) };
    const abandoned = outcomeOf(withPods(replaced, [notReady(a), notReady(b)]), { atMs: clock.wallMs() });
    update(abandoned);
    await drain();
    expect([stored()['term'], fieldsOf(stored()['switchover'])['handledRequestIDs']]).toEqual([1, ['X']]);
    expect(lookedAt).toEqual([KEY]);
    update(abandoned);
    await drain();
    expect(lookedAt).toEqual([KEY]);
  });

  test('causes no reconcile when no election waits for it', async () => {
    update(serves());
    await drain();
    expect([stored()['term'], lookedAt]).toEqual([1, []]);
  });

  test('for which elections wait, because it was far behind the ledger, causes a reconcile', async () => {
    update(serves({ problems: [{ reason: 'StatusLagsLedger', message: 'Elections stopped.', blocking: false }] }));
    await statusUpdater.write(KEY);
    expect(lookedAt).toEqual([KEY]);
  });

  test('for which elections wait causes a reconcile also when only its answer was lost', async () => {
    client.inject(cutOff('after', ({ verb }) => verb === 'updateStatus'));
    update(serves({ problems: [{ reason: 'StatusLagsLedger', message: 'Elections stopped.', blocking: false }] }));
    await expect(statusUpdater.write(KEY)).rejects.toThrow('other side closed');
    caches.asvcs.upsert(toCachedAsvc(model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' })));
    expect(lookedAt).toEqual([]);
    await statusUpdater.write(KEY);
    expect([client.writes.length, lookedAt]).toEqual([1, [KEY]]);
    await statusUpdater.write(KEY);
    expect(lookedAt).toEqual([KEY]);
  });

  test('that is being written is not queued again by a reconcile that found the same', async () => {
    update(serves());
    const written = statusUpdater.write(KEY);
    queued = [];
    update(serves());
    expect(queued).toEqual([]);
    await written;
    expect([queued, client.writes.length]).toEqual([[], 1]);
  });

  test('that changes while another is being written is queued', async () => {
    update(serves());
    const written = statusUpdater.write(KEY);
    queued = [];
    update(outcomeOf(input([a, notReady(b)], { ledger: serving(a, 1) }), { atMs: clock.wallMs() }));
    expect(queued).toEqual([KEY]);
    await written;
  });

  test('is its own echo only while it is being written, and only as it was sent', async () => {
    update(serves());
    const written = statusUpdater.write(KEY);
    expect(statusUpdater.isEcho(KEY)).toBe(false);
    while (stored()['term'] === undefined) await Promise.resolve();
    follow();
    expect(statusUpdater.isEcho(KEY)).toBe(true);
    const [object] = model.list(activeStandbyServices);
    model.updateStatus(activeStandbyServices, { ...object, status: { ...stored(), phase: 'Vacant' } });
    follow();
    expect(statusUpdater.isEcho(KEY)).toBe(false);
    await written;
  });

  test('that meets a conflict causes a reconcile: the watch may report nothing new', async () => {
    update(serves());
    const { spec, ...asvc } = model.get(activeStandbyServices, { namespace: 'shop', name: 'orders' });
    model.update(activeStandbyServices, { ...asvc, spec: { ...fieldsOf(spec), paused: true } });
    await expect(statusUpdater.write(KEY)).rejects.toThrow('Conflict');
    expect(caches.asvcs.get(KEY)?.generation).toBe(2);
    expect(lookedAt).toEqual([KEY]);
  });
});
