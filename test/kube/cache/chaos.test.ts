// A reflector against a server with random faults of all kinds. In the end the store equals the server, and every
// change on the way is consistent with those before it.
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { FakeClock } from '../../support/clocks/fakeClock.ts';
import { ChaosServer, identityOf, listFaults, watchFaults } from '../../support/servers/chaosServer.ts';
import { Reflected } from '../../support/servers/reflected.ts';

const names = fc.constantFrom('a', 'b', 'c');
const actions = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), name: names }),
  fc.record({ kind: fc.constant('delete' as const), name: names }),
  fc.record({ kind: fc.constant('recreate' as const), name: names }),
  fc.record({ kind: fc.constant('compact' as const) }),
  fc.record({ kind: fc.constant('list fault' as const), fault: fc.constantFrom(...listFaults) }),
  fc.record({ kind: fc.constant('watch fault' as const), fault: fc.constantFrom(...watchFaults) }),
  fc.record({ kind: fc.constant('wait' as const), forMs: fc.constantFrom(0, 30, 300, 3000, 16_000) }),
);

type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never;

async function act(action: Action, server: ChaosServer, clock: FakeClock): Promise<void> {
  switch (action.kind) {
    case 'write':
      return server.write(action.name);
    case 'delete':
      return server.delete(action.name);
    case 'recreate':
      server.delete(action.name);
      return server.write(action.name);
    case 'compact':
      return server.compact();
    case 'list fault':
      return void server.listFaults.push(action.fault);
    case 'watch fault':
      return void server.watchFaults.push(action.fault);
    case 'wait':
      return clock.advance(action.forMs);
  }
}

/** Fails where a change is inconsistent with those before: "Added a-1@11 by watch", … */
function expectConsistent(reported: readonly string[]): void {
  const known = new Map<string, number>();
  for (const words of reported) {
    const [, type = '', uid = '', version] = /^(\w+) (\S+)@(\d+) by/.exec(words) ?? [];
    if (type === '') continue;
    const before = known.get(uid);
    expect({ words, isKnown: before !== undefined }).toEqual({ words, isKnown: type !== 'Added' });
    expect(Number(version)).toBeGreaterThanOrEqual(before ?? 0);
    if (type === 'Deleted') known.delete(uid);
    else known.set(uid, Number(version));
  }
}

describe('a reflector', () => {
  it('ends with the objects of the server after any sequence of faults', async () => {
    const injected = new Map<string, number>();
    const history = fc.array(actions, { minLength: 20, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
        async (steps, chances) => {
          const random = (): number => chances.next().value;
          const clock = new FakeClock();
          const server = new ChaosServer(random);
          const reflected = new Reflected(server, { clock, random, idleTimeoutMs: 15_000 });
          for (const step of steps) await act(step, server, clock);
          await clock.advance(600_000);
          expect([...reflected.store.values()].map(identityOf).toSorted()).toEqual(server.state);
          expectConsistent(reflected.reported);
          await reflected.stop();
          expect(clock.pending).toBe(0);
          for (const [fault, count] of server.injected) injected.set(fault, (injected.get(fault) ?? 0) + count);
        },
      ),
      { numRuns: 300, seed: 4 },
    );
    for (const fault of [...listFaults, ...watchFaults]) expect([fault, injected.get(fault)]).not.toEqual([fault, 0]);
    expect(Math.min(...injected.values())).toBeGreaterThan(50);
  });
});
