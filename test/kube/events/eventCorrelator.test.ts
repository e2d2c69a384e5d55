// How much is told of an object about which there is too much to tell.
import { describe, expect, it } from '@jest/globals';
import type { EventObject, EventToRecord } from '../../../src/kube/events/eventObject.ts';
import { EventRecorder } from '../../../src/kube/events/events.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';

const regarding = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a', uid: 'uid-a' };

function transition(term: number, more: Partial<EventToRecord> = {}): EventToRecord {
  const note = `orders-${term % 3} is active in term ${term}`;
  return { name: `orders.${term}`, regarding, type: 'Normal', reason: 'Elected', action: 'Elect', note, ...more };
}

function setUp() {
  const clock = new FakeClock('2026-11-21T00:00:00.000Z');
  const told: EventObject[] = [];
  const create = async <T extends KubeObject>(_: Resource, body: T): Promise<T> => {
    told.push(JSON.parse(JSON.stringify(body)));
    return body;
  };
  const options = { reportingController: 'test', reportingInstance: 'test', onError: () => undefined };
  const recorder = new EventRecorder({ client: { create }, clock, ...options });
  const notes = (): readonly (string | undefined)[] => told.map(({ note }) => note);
  return { clock, recorder, told, notes };
}

type Setup = ReturnType<typeof setUp>;

async function transitions({ clock, recorder }: Setup, count: number, everyMs: number): Promise<void> {
  for (let term = 1; term <= count; term++) {
    void recorder.record(transition(term));
    await clock.advance(everyMs);
  }
}

describe('1,000 transitions of one object', () => {
  it('one per second are a few Events, of which the last tells of the last transition', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 1000);
    await setup.clock.advance(60_000);
    const { told, notes } = setup;
    expect(notes().slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, index) => transition(index + 1).note));
    expect(told.slice(9).map(({ series }) => series?.count)).toEqual([300, 300, 300, 91]);
    expect(told.at(-1)).toMatchObject({
      metadata: { name: 'orders.1000' },
      note: '(combined from similar events): orders-1 is active in term 1000',
      eventTime: '2026-11-21T00:15:09.000000Z',
      series: { lastObservedTime: '2026-11-21T00:16:39.000000Z' },
    });
  });

  it('all at once are ten Events', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 0);
    await setup.clock.advance(59_999);
    expect(setup.told).toHaveLength(9);
    await setup.clock.advance(1);
    expect(setup.told).toHaveLength(10);
    expect(setup.told[9]?.series?.count).toBe(991);
    expect(setup.clock.pending).toBe(0);
  });

  it('that take no transition’s place in another object’s Events', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 0);
    await setup.recorder.record(transition(7, { name: 'other.7', regarding: { ...regarding, uid: 'uid-b' } }));
    expect(setup.told.at(-1)?.metadata?.name).toBe('other.7');
  });

  it('never keep who recorded them waiting', async () => {
    const { recorder, told } = setUp();
    await Promise.all(Array.from({ length: 1000 }, (_, index) => recorder.record(transition(index + 1))));
    expect(told).toHaveLength(9);
    await recorder.stop();
  });
});

describe('an object of which little is told', () => {
  it('has an Event for each transition, for ever', async () => {
    const setup = setUp();
    await transitions(setup, 100, 601_000);
    expect(setup.told).toHaveLength(100);
    expect(setup.told.filter(({ series }) => series !== undefined)).toEqual([]);
  });

  it('has Events one by one again after a calm time', async () => {
    const setup = setUp();
    await transitions(setup, 50, 0);
    await setup.clock.advance(601_000);
    const before = setup.told.length;
    await setup.recorder.record(transition(51));
    expect(setup.notes().slice(before)).toEqual(['orders-0 is active in term 51']);
  });
});

function kinds({ recorder }: Setup, count: number): void {
  for (let index = 1; index <= count; index++) void recorder.record(transition(index, { reason: `R${index}` }));
}

describe('Events of many kinds', () => {
  it('are told 25 at once, and the rest as one', async () => {
    const setup = setUp();
    kinds(setup, 40);
    await settle();
    expect(setup.told).toHaveLength(25);
    await setup.clock.advance(300_000);
    expect(setup.told).toHaveLength(26);
    expect(setup.told[25]).toMatchObject({ reason: 'R40', series: { count: 15 } });
  });

  it('are one in 300 s from then on', async () => {
    const setup = setUp();
    for (let minute = 0; minute < 60; minute++) {
      kinds(setup, 40);
      await setup.clock.advance(60_000);
    }
    expect(setup.told.length).toBeLessThanOrEqual(25 + 12);
  });
});

describe('a recorder that is stopped', () => {
  it('tells nothing more of what it has gathered, and leaves no timer', async () => {
    const setup = setUp();
    await transitions(setup, 20, 0);
    await setup.recorder.stop();
    await setup.clock.advance(600_000);
    expect([setup.told.length, setup.clock.pending]).toEqual([9, 0]);
  });
});

describe('very many objects', () => {
  it('are forgotten in the end, but what was gathered of them is told', async () => {
    const setup = setUp();
    await transitions(setup, 20, 0);
    for (let index = 0; index < 5000; index++) {
      void setup.recorder.record(
        transition(index, { name: `e.${index}`, regarding: { ...regarding, uid: `u${index}` } }),
      );
      if (index % 500 === 0) await settle();
    }
    await setup.clock.advance(0);
    expect(setup.notes()).toContain('(combined from similar events): orders-2 is active in term 20');
  });
});
