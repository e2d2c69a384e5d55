import { describe, expect, it } from '@jest/globals';
import type { StoredObject } from '../../../src/kube/cache/store.ts';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { Reflected, thing, stoppedAfterEach } from '../../support/servers/reflected.ts';
import { json, refusal, ScriptedTransport, stream, type SendAnswer } from '../../support/servers/scriptedTransport.ts';

const running = stoppedAfterEach();

function list(resourceVersion: number, ...items: readonly object[]): SendAnswer {
  return json({ metadata: { resourceVersion: String(resourceVersion) }, items });
}

const added = (name: string, resourceVersion: number): object => ({
  type: 'ADDED',
  object: thing(name, resourceVersion),
});

function reflect(lists: readonly SendAnswer[], events: readonly string[] = [], options = {}) {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(lists, [stream(events), stream([])]);
  const reflected = new Reflected(transport, { clock, ...options });
  running.push(reflected);
  return { clock, transport, reflected };
}

describe('a refresh', () => {
  it('resolves when a list that began after it is in the store, and the watch continues from there', async () => {
    const { clock, transport, reflected } = reflect([list(10, thing('a', 5)), list(20, thing('b', 15))]);
    await clock.advance(0);
    const refreshed = reflected.reflector.refresh();
    expect(reflected.store.get('shop/b')).toBeUndefined();
    await refreshed;
    expect([...reflected.store.values()].map(({ metadata }) => metadata.name)).toEqual(['b']);
    await clock.advance(0);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10', '20']);
    expect(reflected.restarts).toEqual([]);
  });

  it('ignores a list that had begun before it', async () => {
    const { clock, transport, reflected } = reflect([list(10, thing('a', 5)), list(20, thing('a', 15))]);
    await reflected.reflector.refresh();
    expect(transport.sent).toHaveLength(2);
    expect(reflected.reported).toEqual(['Added uid-a@15 by list']);
    await clock.advance(0);
  });

  it('lists although the watch has more events', async () => {
    const refreshing = {
      onChange: ({ object }: { object: StoredObject }) => {
        if (object.metadata.name === 'a') void reflected.reflector.refresh();
      },
    };
    // Both in one chunk, so that the second one has been received.
    const events = [added('a', 11), added('b', 12)].map((event) => `${JSON.stringify(event)}\n`).join('');
    const { clock, transport, reflected } = reflect([list(10), list(20)], [events], refreshing);
    await clock.advance(0);
    await clock.advance(0);
    expect(transport.parameters('streamed', 'resourceVersion')).toEqual(['10', '20']);
  });

  it('also resolves callers that wait for the first list', async () => {
    const { clock, reflected } = reflect([list(10, thing('a', 5)), list(20, thing('a', 15))]);
    const { synced } = reflected.reflector;
    void reflected.reflector.refresh();
    await synced;
    expect(reflected.store.get('shop/a')?.metadata.resourceVersion).toBe('15');
    await clock.advance(0);
  });

  it('is retried until it succeeds', async () => {
    const { clock, reflected } = reflect([list(10), refusal(503), refusal(503), list(20, thing('a', 15))]);
    await clock.advance(0);
    const refreshed = reflected.reflector.refresh();
    await clock.advance(1000);
    await refreshed;
    expect(reflected.store.size).toBe(1);
  });
});
