import { describe, expect, it } from '@jest/globals';
import { RisingPriority } from '../../../src/kube/queue/risingPriority.ts';
import { parseKey } from '../../../src/kube/resource.ts';
import { Throttle, type CallRate } from '../../../src/kube/transport/throttle.ts';
import { ThrottledTransport } from '../../../src/kube/transport/throttledTransport.ts';
import { FakeClock, settle } from '../../support/clocks/fakeClock.ts';
import { json, ScriptedTransport } from '../../support/servers/scriptedTransport.ts';

/** Calls that the test ends. */
function setUp(concurrency: number, rate?: CallRate) {
  const clock = new FakeClock();
  const throttle = new Throttle({ concurrency, rate, clock });
  const started: string[] = [];
  const running = new Map<string, () => void>();
  const { signal } = new AbortController();
  /** "namespace/name", or a name in no namespace. */
  const raisable = (name: string, priority: RisingPriority, until = signal): Promise<void> =>
    throttle.run({ priority, flow: parseKey(name).namespace }, until, () => {
      started.push(name);
      return new Promise<void>((resolve) => running.set(name, resolve));
    });
  const call = (name: string, priority: 'urgent' | 'background', until = signal): Promise<void> =>
    raisable(name, new RisingPriority(priority), until);
  const end = async (name: string): Promise<void> => {
    running.get(name)?.();
    await settle();
  };
  return { clock, throttle, started, call, raisable, end };
}

describe('calls in flight', () => {
  it('are limited, and the next starts when one ends', async () => {
    const { started, call, end } = setUp(2);
    for (const name of ['a', 'b', 'c']) void call(name, 'urgent');
    await settle();
    expect(started).toEqual(['a', 'b']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('leave a quarter of the places to urgent ones', async () => {
    const { started, call } = setUp(4);
    for (const name of ['a', 'b', 'c', 'd']) void call(name, 'background');
    void call('failover', 'urgent');
    await settle();
    expect(started).toEqual(['a', 'b', 'c', 'failover']);
  });

  it('start by priority before age', async () => {
    const { started, call, end } = setUp(1);
    void call('first', 'background');
    void call('second', 'background');
    void call('failover', 'urgent');
    await settle();
    await end('first');
    await end('failover');
    expect(started).toEqual(['first', 'failover', 'second']);
  });

  it('free their place on failure, too', async () => {
    const { throttle, started, call } = setUp(1);
    const { signal } = new AbortController();
    await expect(
      throttle.run({ priority: new RisingPriority('urgent'), flow: '' }, signal, () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    void call('next', 'background');
    await settle();
    expect(started).toEqual(['next']);
  });
});

describe('calls per second', () => {
  it('start at once up to the burst, and then at the rate', async () => {
    const { clock, started, call } = setUp(100, { qps: 10, burst: 3 });
    for (let count = 0; count < 6; count++) void call(`call-${count}`, 'urgent');
    await settle();
    expect(started).toHaveLength(3);
    await clock.advance(99);
    expect(started).toHaveLength(3);
    await clock.advance(1);
    expect(started).toHaveLength(4);
    await clock.advance(200);
    expect(started).toHaveLength(6);
    expect(clock.pending).toBe(0);
  });

  it('leave half of the burst to urgent ones, so that a second storm does not wait behind the status updates of the first', async () => {
    const { started, call } = setUp(1000, { qps: 10, burst: 20 });
    for (let count = 0; count < 500; count++) void call('report', 'background');
    await settle();
    expect(started).toHaveLength(10);
    for (let count = 0; count < 10; count++) void call('failover', 'urgent');
    await settle();
    expect(started.slice(10)).toEqual(Array.from({ length: 10 }, () => 'failover'));
  });

  it('are given to urgent ones first when no token is left', async () => {
    const { clock, started, call } = setUp(1000, { qps: 10, burst: 1 });
    for (const name of ['a', 'b', 'c']) void call(name, 'background');
    void call('failover', 'urgent');
    await clock.advance(100);
    expect(started).toEqual(['a', 'failover']);
  });

  it('are unlimited without a rate', async () => {
    const { started, call } = setUp(1000);
    for (let count = 0; count < 1000; count++) void call('urgent', 'urgent');
    await settle();
    expect(started).toHaveLength(1000);
  });
});

describe('while an urgent call is in flight', () => {
  const storm = Array.from({ length: 100 }, (_, index) => `failover-${index}`);

  it('no background call starts before it has ended', async () => {
    const { started, call, end } = setUp(16);
    void call('failover', 'urgent');
    void call('status', 'background');
    await settle();
    expect(started).toEqual(['failover']);
    await end('failover');
    expect(started).toEqual(['failover', 'status']);
  });

  it('for more than a second it holds nothing back', async () => {
    const { clock, started, call } = setUp(16);
    void call('failover', 'urgent');
    for (let count = 0; count < 20; count++) void call('status', 'background');
    await clock.advance(999);
    expect(started).toEqual(['failover']);
    await clock.advance(1);
    expect(started).toHaveLength(1 + 12);
    expect(clock.pending).toBe(0);
  });

  it('and others follow for more than a second, background calls get an eighth of the places', async () => {
    const { clock, started, call, end } = setUp(16);
    for (const name of storm) void call(name, 'urgent');
    for (let count = 0; count < 20; count++) void call('status', 'background');
    for (const name of storm.slice(0, 40)) {
      await clock.advance(60);
      await end(name);
    }
    // Two, and one more since these hang.
    expect(started.filter((name) => name === 'status')).toHaveLength(3);
  });

  it('background calls that hang do not use up that part', async () => {
    const { clock, started, call, end } = setUp(16);
    for (let count = 0; count < 4; count++) void call('hung', 'background');
    await clock.advance(1000);
    for (const name of storm) void call(name, 'urgent');
    void call('calm', 'background');
    for (const name of storm.slice(0, 40)) {
      await clock.advance(60);
      await end(name);
    }
    expect(started).toContain('calm');
  });
});

describe('namespaces', () => {
  const noise = Array.from({ length: 50 }, (_, index) => `noisy/${index}`);

  it.each(['urgent', 'background'] as const)('take turns for tokens among %s calls', async (priority) => {
    const { clock, started, call } = setUp(1000, { qps: 10, burst: 1 });
    for (const name of [...noise, 'calm/a', 'calm/b', 'quiet/c']) void call(name, priority);
    await clock.advance(400);
    expect(started).toEqual(['noisy/0', 'noisy/1', 'calm/a', 'quiet/c', 'noisy/2']);
  });

  it('get every eighth token for background calls, also from the reserve for urgent ones', async () => {
    const { clock, started, call } = setUp(1000, { qps: 10, burst: 4 });
    for (const name of noise) void call(name, 'urgent');
    void call('calm/a', 'background');
    await clock.advance(400);
    // The first four started before the background call was added.
    expect(started.slice(0, 4)).toEqual(noise.slice(0, 4));
    await clock.advance(700);
    expect(started.indexOf('calm/a')).toBeLessThanOrEqual(15);
    expect(started).toContain('calm/a');
  });

  it.each(['urgent', 'background'] as const)(
    'find a place for %s calls while all calls of another one hang',
    async (how) => {
      const { clock, started, call, end } = setUp(16);
      for (const name of ['calm/a', ...noise]) void call(name, 'urgent');
      await settle();
      await end('calm/a');
      expect(started).toHaveLength(13);
      for (const name of ['calm/b', 'quiet/c']) void call(name, how);
      await clock.advance(how === 'urgent' ? 0 : 1000);
      expect(started.slice(13)).toEqual(['calm/b', 'quiet/c']);
    },
  );

  it('get tokens for background calls while urgent calls of another one wait for a place', async () => {
    const { clock, started, call, end } = setUp(16, { qps: 1, burst: 28 });
    for (const name of ['calm/a', ...noise]) void call(name, 'urgent');
    await settle();
    await end('calm/a');
    await clock.advance(1000);
    for (const name of ['calm/b', 'calm/c', 'calm/d']) void call(name, 'background');
    await settle();
    expect(started.slice(13)).toEqual(['calm/b', 'calm/c']);
    await clock.advance(1000);
    expect(started.slice(15)).toEqual(['calm/d']);
  });
});

describe('a call that waits', () => {
  it.each(['a place', 'a token'])(
    'for %s becomes urgent with its run, and passes the background ones',
    async (what) => {
      const rate = { qps: 10, burst: 1 };
      const { clock, started, call, raisable, end } = what === 'a place' ? setUp(1) : setUp(16, rate);
      void call('first', 'background');
      for (let count = 0; count < 50; count++) void call('status', 'background');
      const priority = new RisingPriority('background');
      void raisable('election', priority);
      await settle();
      priority.raise();
      await clock.advance(what === 'a place' ? 0 : 100);
      if (what === 'a place') await end('first');
      expect(started).toEqual(['first', 'election']);
    },
  );

  it('becomes urgent only once, and not after its start', async () => {
    const { started, call, raisable, end } = setUp(1);
    const priority = new RisingPriority('background');
    void raisable('election', priority);
    await settle();
    priority.raise();
    void call('next', 'urgent');
    void call('last', 'urgent');
    await end('election');
    await end('next');
    await end('last');
    expect(started).toEqual(['election', 'next', 'last']);
  });

  it('can be aborted after it became urgent', async () => {
    const { started, call, raisable, end } = setUp(1);
    const [given, priority] = [new AbortController(), new RisingPriority('background')];
    void call('first', 'urgent');
    const second = raisable('second', priority, given.signal);
    priority.raise();
    given.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await end('first');
    expect(started).toEqual(['first']);
  });

  it('can be aborted, and the next one starts', async () => {
    const { started, call, end } = setUp(1);
    const given = new AbortController();
    void call('first', 'urgent');
    const second = call('second', 'urgent', given.signal);
    void call('third', 'background');
    given.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await end('first');
    expect(started).toEqual(['first', 'third']);
  });
});

describe('a throttled transport', () => {
  function throttled() {
    const clock = new FakeClock();
    const inner = new ScriptedTransport([json({})], [() => ({ status: 200, retryAfterMs: undefined, body: nothing })]);
    const throttle = new Throttle({ concurrency: 1, rate: { qps: 1, burst: 1 }, clock });
    return { clock, inner, transport: new ThrottledTransport(inner, throttle) };
  }
  const nothing = Object.assign((async function* () {})(), { text: async () => '' });

  it('passes requests for the Lease and watches at once', async () => {
    const { inner, transport } = throttled();
    for (let count = 0; count < 3; count++) {
      await transport.send({ pool: 'lease', method: 'PUT', path: '/lease' });
      await transport.stream({ pool: 'watches', method: 'GET', path: '/watch' });
    }
    expect([inner.sent.length, inner.streamed.length]).toEqual([3, 3]);
  });

  it('sends nothing after it was closed and leaves no timer', async () => {
    const { clock, inner, transport } = throttled();
    await transport.send({ pool: 'calls', method: 'GET', path: '/first' });
    const second = transport.send({ pool: 'calls', method: 'GET', path: '/second' });
    await transport.close();
    await expect(second).rejects.toThrow('closed before the request was sent');
    await clock.advance(10_000);
    expect([inner.sent.length, clock.pending]).toEqual([1, 0]);
  });
});
