import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../src/kube/api/apiError.ts';
import {
  eventResource,
  type EventObject as Created,
  type EventToRecord,
} from '../../../src/kube/events/eventObject.ts';
import { EventRecorder, type EventRecorderOptions } from '../../../src/kube/events/events.ts';
import type { Resource } from '../../../src/kube/resource.ts';
import type { KubeObject } from '../../../src/kube/wire.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';

const regarding = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'a', uid: 'uid-a' };

function event(name: string, more: Partial<EventToRecord> = {}): EventToRecord {
  return { name, regarding, type: 'Normal', reason: 'Elected', action: 'Elect', note: 'a is active', ...more };
}

function refused(code: number | undefined, reason = 'Refused'): ApiError {
  return new ApiError({ action: 'create', resource: eventResource, object: {} }, { code, reason, message: 'no' });
}

/** A recorder whose n-th request fails with the n-th error, and succeeds where there is none. */
function recorderWith(options: Pick<EventRecorderOptions, 'client' | 'clock' | 'onError'>): EventRecorder {
  const source = { reportingController: 'activestandby.dev', reportingInstance: 'pod-1' };
  return new EventRecorder({ ...source, ...options, random: () => 1 });
}

function setUp(refusals: readonly (ApiError | undefined)[] = []) {
  const clock = new FakeClock('2026-11-21T01:02:03.000Z');
  const created: Created[] = [];
  const errors: unknown[] = [];
  let requests = 0;
  const create = async <T extends KubeObject>(_: Resource, body: T): Promise<T> => {
    const error = refusals[requests++];
    if (error !== undefined) throw error;
    created.push(JSON.parse(JSON.stringify(body)));
    return body;
  };
  const recorder = recorderWith({ client: { create }, clock, onError: (error) => errors.push(error) });
  return { clock, recorder, created, errors, requests: () => requests };
}

describe('an Event', () => {
  it('has time, reporter, object, reason and note', async () => {
    const { recorder, created } = setUp();
    void recorder.record(event('orders.7'));
    await settle();
    expect(created).toEqual([
      {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: 'orders.7', namespace: 'shop' },
        eventTime: '2026-11-21T01:02:03.000000Z',
        reportingController: 'activestandby.dev',
        reportingInstance: 'pod-1',
        regarding,
        type: 'Normal',
        reason: 'Elected',
        action: 'Elect',
        note: 'a is active',
      },
    ]);
  });

  it('about an object without a namespace lives in "default"', async () => {
    const { recorder, created } = setUp();
    void recorder.record(event('node.1', { regarding: { ...regarding, namespace: '' } }));
    await settle();
    expect(created[0]?.metadata?.namespace).toBe('default');
  });

  it('cannot forge lines', async () => {
    const { recorder, created } = setUp();
    void recorder.record(event('a', { note: 'one\r\ntwo\u001b[31m\u0085three\u202efour\u2028five' }));
    await settle();
    expect(created[0]?.note).toBe('one two [31m three four five');
  });

  it.each(['x', 'é', '€', '🦕'])('is cut to 1024 bytes, between characters: %s', async (character) => {
    const { recorder, created } = setUp();
    void recorder.record(event('a', { note: character.repeat(1024 + 1) }));
    await settle();
    const note = created[0]?.note ?? '';
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(note)).toBeGreaterThan(1018);
    expect(note.replaceAll(character, '')).toBe('…');
  });
});

describe('recording', () => {
  it('an Event again while it waits sends one request, and all callers resolve with it', async () => {
    const { recorder, requests } = setUp();
    await Promise.all(['a', 'a', 'a'].map((name) => recorder.record(event(name))));
    expect(requests()).toBe(1);
  });

  it('an Event that exists succeeds', async () => {
    const { recorder, errors } = setUp([refused(409, 'AlreadyExists')]);
    void recorder.record(event('a'));
    await settle();
    expect(errors).toEqual([]);
  });

  it.each([undefined, 429, 500, 503])('is retried after %s with its first time', async (code) => {
    const { clock, recorder, created } = setUp([refused(code)]);
    void recorder.record(event('a'));
    await clock.advance(499);
    expect(created).toHaveLength(0);
    await clock.advance(1);
    expect(created[0]?.eventTime).toBe('2026-11-21T01:02:03.000000Z');
  });

  it('waits for the time of Retry-After', async () => {
    const asked = new ApiError(refused(429).request, { code: 429, message: 'no', retryAfterMs: 5000 });
    const { clock, recorder, created } = setUp([asked]);
    void recorder.record(event('a'));
    await clock.advance(4999);
    expect(created).toHaveLength(0);
    await clock.advance(1);
    expect(created).toHaveLength(1);
  });

  it('drops an Event on a permanent error, reports it once and continues', async () => {
    const { recorder, created, errors } = setUp([refused(403)]);
    void recorder.record(event('a'));
    void recorder.record(event('b'));
    await settle();
    expect(errors).toHaveLength(1);
    expect(created.map(({ metadata }) => metadata?.name)).toEqual(['b']);
  });

  it('drops an Event after the last attempt', async () => {
    const { clock, recorder, errors, requests } = setUp(Array.from({ length: 20 }, () => refused(500)));
    void recorder.record(event('a'));
    await clock.advance(600_000);
    expect([requests(), errors.length]).toEqual([8, 1]);
  });

  it('drops new Events when too many wait', async () => {
    const { recorder, errors } = setUp([refused(500)]);
    for (let count = 0; count < 1001; count++) {
      void recorder.record(event(`e${count}`, { regarding: { ...regarding, uid: `uid-${count}` } }));
    }
    expect(errors).toEqual([new Error('Cannot record Event shop/e1000: 1000 other Events are waiting')]);
    await recorder.stop();
  });

  it('ends on stop and leaves no timer', async () => {
    const { clock, recorder, requests } = setUp([refused(500)]);
    void recorder.record(event('a'));
    void recorder.record(event('b'));
    await settle();
    await recorder.stop();
    void recorder.record(event('c'));
    await clock.advance(60_000);
    expect([requests(), clock.pending]).toEqual([1, 0]);
  });
});

function inNamespace(namespace: string, name: string): EventToRecord {
  return event(name, { regarding: { ...regarding, namespace, uid: `${namespace}-${name}` } });
}

/** A recorder with one namespace that refuses all Events. */
function setUpHanging(clock = new FakeClock()) {
  const created: string[] = [];
  const errors: string[] = [];
  const create = async <T extends KubeObject>(_: Resource, body: T): Promise<T> => {
    const { namespace = '', name = '' } = body.metadata ?? {};
    if (namespace === 'noisy') await new Promise(() => undefined);
    created.push(`${namespace}/${name}`);
    return body;
  };
  const recorder = recorderWith({ client: { create }, clock, onError: (error) => errors.push(String(error)) });
  return { recorder, created, errors };
}

describe('namespaces', () => {
  it('do not wait for a namespace that refuses Events', async () => {
    const { recorder, created } = setUpHanging();
    for (const each of [inNamespace('noisy', 'a'), inNamespace('noisy', 'b'), inNamespace('calm', 'a')]) {
      void recorder.record(each);
    }
    await settle();
    expect(created).toEqual(['calm/a']);
  });

  it('lose no Event to a namespace that has filled the backlog; that one loses its newest', async () => {
    const { recorder, created, errors } = setUpHanging();
    let isReported = false;
    for (let count = 0; count < 1000; count++) {
      const recorded = recorder.record(inNamespace('noisy', `e${count}`));
      if (count === 999) void recorded.then(() => (isReported = true));
    }
    for (const name of ['a', 'b']) await recorder.record(inNamespace('calm', name));
    expect(created).toEqual(['calm/a', 'calm/b']);
    expect(errors).toEqual(['Error: Cannot record Event noisy/e999: 1000 other Events are waiting']);
    expect(isReported).toBe(true);
  });
});
