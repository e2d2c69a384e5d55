// The times of the unreachable nodes stay sorted, one per node, whatever changes.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { UnreachableNodes } from '../../../src/controller/nodes/unreachableNodes.ts';
import { node, silent } from '../../support/election/nodes.ts';
import { START_MS } from '../../support/election/pods.ts';

const now = { wallMs: START_MS, monotonicMs: 0 };

const change = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  // How long ago the node fell silent; undefined: it reports, or was deleted.
  agoMs: fc.constantFrom(undefined, 0, 1, 1, 2, 3, 1000),
  isGone: fc.boolean(),
});

test('there is always one time for each unreachable node, the earliest first', () => {
  fc.assert(
    fc.property(fc.array(change), (all) => {
      const unreachable = new UnreachableNodes();
      const expected = new Map<string, number>();
      for (const { name, agoMs, isGone } of all) {
        if (agoMs === undefined) {
          unreachable.update(name, isGone ? undefined : node(name), now);
          expected.delete(name);
        } else {
          unreachable.update(name, silent(name, START_MS - agoMs), now);
          expected.set(name, 0 - agoMs);
        }
      }
      expect(unreachable.times).toEqual([...expected.values()].toSorted((a, b) => a - b));
    }),
    { numRuns: 1000 },
  );
});
