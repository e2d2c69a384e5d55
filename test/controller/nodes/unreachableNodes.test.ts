// Thousands of nodes come and go: the times stand in order, one for each that is unreachable.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { UnreachableNodes } from '../../../src/controller/nodes/unreachableNodes.ts';
import { node, silent } from '../../support/election/nodes.ts';
import { START_MS } from '../../support/election/pods.ts';

const now = { wallMs: START_MS, monotonicMs: 0 };

const news = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  // How long ago it fell silent; undefined: it is heard of, or gone.
  agoMs: fc.constantFrom(undefined, 0, 1, 1, 2, 3, 1000),
  isGone: fc.boolean(),
});

test('whatever happens, there is one time for each unreachable node, the earliest first', () => {
  fc.assert(
    fc.property(fc.array(news), (all) => {
      const unreachable = new UnreachableNodes();
      const expected = new Map<string, number>();
      for (const { name, agoMs, isGone } of all) {
        if (agoMs === undefined) {
          unreachable.listen(name, isGone ? undefined : node(name), now);
          expected.delete(name);
        } else {
          unreachable.listen(name, silent(name, START_MS - agoMs), now);
          expected.set(name, 0 - agoMs);
        }
      }
      expect(unreachable.times).toEqual([...expected.values()].toSorted((a, b) => a - b));
    }),
    { numRuns: 1000 },
  );
});
