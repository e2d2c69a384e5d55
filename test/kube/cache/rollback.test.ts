// A rollback of the server's data, as when etcd is restored from a backup: how it is detected, and that caches recover.
import { describe, expect, it } from '@jest/globals';
import { Rollbacks } from '../../../src/kube/cache/rollbacks.ts';
import { yieldToEventLoop } from '../../../src/kube/timing/yield.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { Reflected, thing, stoppedAfterEach } from '../../support/servers/reflected.ts';
import {
  json,
  refusedStream,
  ScriptedTransport,
  stream,
  type SendAnswer,
} from '../../support/servers/scriptedTransport.ts';

const running = stoppedAfterEach();

type Streams = ConstructorParameters<typeof ScriptedTransport>[1];

async function reflect(lists: readonly SendAnswer[], streams: Streams, options = {}) {
  const clock = new FakeClock();
  const rollbacks = new Rollbacks();
  let seen = 0;
  rollbacks.listen(() => void (seen += 1));
  const transport = new ScriptedTransport(lists, streams);
  const reflected = new Reflected(transport, { clock, rollbacks, ...options });
  running.push(reflected);
  await clock.advance(0);
  return { clock, rollbacks, transport, reflected, seen: () => seen };
}

function list(resourceVersion: number, ...items: readonly object[]): SendAnswer {
  return json({ metadata: { resourceVersion: String(resourceVersion) }, items });
}

const bookmark = (resourceVersion: string): object => ({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } });
const tooLarge = {
  type: 'ERROR',
  object: { code: 504, reason: 'Timeout', message: 'Too large resource version: 100, current: 50' },
};

const before = list(100, thing('a', 90), thing('b', 80));
const after = list(50, thing('a', 40));

const away = () => new Error('connection refused');

describe('a rollback of the data', () => {
  it.each([
    ['a bookmark of an older version', stream([bookmark('50')])],
    ['the error that our version is too large', stream([tooLarge])],
  ])('is detected by %s, and the next list replaces everything', async (_, sign) => {
    const { clock, transport, reflected, seen } = await reflect([before, after], [sign, stream([])]);
    await clock.advance(100);
    expect(reflected.reported.slice(2)).toEqual([
      'Deleted uid-b@80 by list',
      'Modified uid-a@40 by list',
      'relisted 1',
    ]);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['100', '50']);
    expect(transport.parameters('sent', 'resourceVersion')).toEqual([null, null]);
    expect(seen()).toBe(1);
  });

  it('is checked by a list of one object after watches were silent for long', async () => {
    const options = { idleTimeoutMs: 12_000 };
    const { clock, transport, reflected, seen } = await reflect([before, list(50), after], [stream([])], options);
    await clock.advance(59_000);
    expect(transport.sent).toHaveLength(1);
    await clock.advance(10_000);
    expect(transport.parameters('sent', 'limit')).toEqual(['250', '1', '250']);
    expect([reflected.store.size, seen()]).toEqual([1, 1]);
  });

  it('is checked after an outage, as soon as the server accepts a watch again', async () => {
    const streams = [stream([], new Error('reset')), away, away, stream([])];
    const { clock, transport, seen } = await reflect([before, list(50), after], streams);
    await clock.advance(50 + 100 + 200);
    expect(transport.parameters('sent', 'limit')).toEqual(['250', '1', '250']);
    expect(seen()).toBe(1);
  });

  it('is not reported while the server has our version', async () => {
    const quiet = list(100);
    const { clock, transport, seen } = await reflect([before, quiet], [stream([])], { idleTimeoutMs: 12_000 });
    await clock.advance(600_000);
    expect(seen()).toBe(0);
    expect(transport.sent.length).toBeLessThanOrEqual(1 + 10);
    expect(new Set(transport.parameters('sent', 'limit').slice(1))).toEqual(new Set(['1']));
  });

  it('is detected by an older object, also when the version of the server is higher again', async () => {
    const ahead = list(5000, thing('a', 40), thing('c', 4000));
    const { clock, reflected, seen } = await reflect([before, ahead], [refusedStream(410), stream([])]);
    await clock.advance(100);
    expect(reflected.reported.slice(2)).toEqual([
      'Deleted uid-b@80 by list',
      'Modified uid-a@40 by list',
      'Added uid-c@4000 by list',
      'relisted 2',
    ]);
    expect(seen()).toBe(1);
  });

  it('keeps `synced` pending until all of the list is in the store', async () => {
    const many = Array.from({ length: 300 }, (_, index) => thing(`new-${index}`, 40));
    const { clock, rollbacks, reflected } = await reflect(
      [before, list(50, ...many)],
      [stream([tooLarge]), stream([])],
    );
    const sizes: number[] = [];
    rollbacks.listen(() => void reflected.reflector.synced.then(() => sizes.push(reflected.store.size)));
    await clock.advance(100);
    for (let turn = 0; turn < 200; turn += 1) await yieldToEventLoop();
    expect(sizes).toEqual([300]);
  });

  it('reported by another reflector replaces everything by a list, equal versions included', async () => {
    const reused = thing('b', 80, { label: 'another' });
    const { clock, rollbacks, transport, reflected, seen } = await reflect(
      [before, list(100, thing('a', 40), reused)],
      [stream([])],
    );
    rollbacks.seen();
    await clock.advance(0);
    expect(transport.sent).toHaveLength(2);
    expect(reflected.store.get('shop/a')?.metadata.resourceVersion).toBe('40');
    expect(reflected.store.get('shop/b')?.label).toBe('another');
    expect(seen()).toBe(1);
  });

  it('detected by one reflector makes all others list once', async () => {
    const { clock, rollbacks, reflected } = await reflect([before, after], [stream([bookmark('50')]), stream([])]);
    const transport = new ScriptedTransport([before, after], [stream([])]);
    const other = new Reflected(transport, { clock, rollbacks });
    running.push(other);
    await clock.advance(100);
    expect(transport.sent).toHaveLength(2);
    expect([reflected, other].map(({ store }) => store.get('shop/a')?.metadata.resourceVersion)).toEqual(['40', '40']);
  });
});
