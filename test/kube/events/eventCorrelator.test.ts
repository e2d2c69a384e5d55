// The limits of Events for an object with very many of them.
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
  const sent: EventObject[] = [];
  const create = async <T extends KubeObject>(_: Resource, body: T): Promise<T> => {
    sent.push(JSON.parse(JSON.stringify(body)));
    return body;
  };
  const options = { reportingController: 'test', reportingInstance: 'test', onError: () => undefined };
  const recorder = new EventRecorder({ client: { create }, clock, ...options });
  const notes = (): readonly (string | undefined)[] => sent.map(({ note }) => note);
  return { clock, recorder, sent, notes };
}

type Setup = ReturnType<typeof setUp>;

async function transitions({ clock, recorder }: Setup, count: number, everyMs: number): Promise<void> {
  for (let term = 1; term <= count; term++) {
    void recorder.record(transition(term));
    await clock.advance(everyMs);
  }
}

describe('1,000 transitions of one object', () => {
  it('one per second become a few Events, the last of which shows the last transition', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 1000);
    await setup.clock.advance(60_000);
    const { sent, notes } = setup;
    expect(notes().slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, index) => transition(index + 1).note));
    expect(sent.slice(9).map(({ series }) => series?.count)).toEqual([300, 300, 300, 91]);
    expect(sent.at(-1)).toMatchObject({
      metadata: { name: 'orders.1000' },
      note: '(combined from similar events): orders-1 is active in term 1000',
      eventTime: '2026-11-21T00:15:09.000000Z',
      series: { lastObservedTime: '2026-11-21T00:16:39.000000Z' },
    });
  });

  it('all at once become ten Events', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 0);
    await setup.clock.advance(59_999);
    expect(setup.sent).toHaveLength(9);
    await setup.clock.advance(1);
    expect(setup.sent).toHaveLength(10);
    expect(setup.sent[9]?.series?.count).toBe(991);
    expect(setup.clock.pending).toBe(0);
  });

  it('do not use the limit of another object', async () => {
    const setup = setUp();
    await transitions(setup, 1000, 0);
    await setup.recorder.record(transition(7, { name: 'other.7', regarding: { ...regarding, uid: 'uid-b' } }));
    expect(setup.sent.at(-1)?.metadata?.name).toBe('other.7');
  });

  it('never block their callers', async () => {
    const { recorder, sent } = setUp();
    await Promise.all(Array.from({ length: 1000 }, (_, index) => recorder.record(transition(index + 1))));
    expect(sent).toHaveLength(9);
    await recorder.stop();
  });
});

describe('an object with few Events', () => {
  it('has an Event for each transition without end', async () => {
    const setup = setUp();
    await transitions(setup, 100, 601_000);
    expect(setup.sent).toHaveLength(100);
    expect(setup.sent.filter(({ series }) => series !== undefined)).toEqual([]);
  });

  it('has single Events again after a quiet time', async () => {
    const setup = setUp();
    await transitions(setup, 50, 0);
    await setup.clock.advance(601_000);
    const before = setup.sent.length;
    await setup.recorder.record(transition(51));
    expect(setup.notes().slice(before)).toEqual(['orders-0 is active in term 51']);
  });
});

function kinds({ recorder }: Setup, count: number): void {
  for (let index = 1; index <= count; index++) void recorder.record(transition(index, { reason: `R${index}` }));
}

describe('Events of many reasons', () => {
  it('are sent 25 at once, and the rest as one', async () => {
    const setup = setUp();
    kinds(setup, 40);
    await settle();
    expect(setup.sent).toHaveLength(25);
    await setup.clock.advance(300_000);
    expect(setup.sent).toHaveLength(26);
    expect(setup.sent[25]).toMatchObject({ reason: 'R40', series: { count: 15 } });
  });

  it('are limited to one in 300 s from then on', async () => {
    const setup = setUp();
    for (let minute = 0; minute < 60; minute++) {
      kinds(setup, 40);
      await setup.clock.advance(60_000);
    }
    expect(setup.sent.length).toBeLessThanOrEqual(25 + 12);
  });
});

describe('a stopped recorder', () => {
  it('sends no aggregate and leaves no timer', async () => {
    const setup = setUp();
    await transitions(setup, 20, 0);
    await setup.recorder.stop();
    await setup.clock.advance(600_000);
    expect([setup.sent.length, setup.clock.pending]).toEqual([9, 0]);
  });
});

describe('very many objects', () => {
  it('are forgotten, least recently used first, after their aggregates were sent', async () => {
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
