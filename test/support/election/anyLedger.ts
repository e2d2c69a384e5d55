// An arbitrary ledger that a slice may hold; undefined before the first election.
import * as fc from 'fast-check';
import { causes, isCause } from '../../../src/api/causes.ts';
import { identityOf } from '../../../src/election/podView.ts';
import type { Ledger } from '../../../src/election/ledger.ts';
import { anyMs } from './anyPods.ts';
import { serving } from './electionInputs.ts';
import { pod, START_MS } from './pods.ts';

const anyPodOf = (...names: readonly string[]) => fc.constantFrom(...names.map((name) => pod(name)));

/** A time before now. */
const anyMoment = anyMs.map((agoMs) => START_MS - agoMs);

export const anyRecord: fc.Arbitrary<Ledger> = fc
  .record({
    holder: anyPodOf('a', 'b', 'e'),
    target: anyPodOf('b', 'c', 'e'),
    term: fc.integer({ min: 1, max: 1000 }),
    intent: fc.constantFrom('Serving' as const, 'Serving' as const, 'Empty' as const, 'Draining' as const),
    cause: fc.constantFrom(...Object.keys(causes)).filter(isCause),
    electedMs: anyMoment,
    automaticMs: fc.option(anyMoment, { nil: undefined }),
    drainMs: anyMs,
    requestID: fc.constantFrom(undefined, undefined, 'r1', 'r2'),
    demote: fc.boolean(),
  })
  .map(({ holder, target, drainMs, ...change }) => {
    const { intent, electedMs } = change;
    const isDraining = intent === 'Draining';
    return {
      ...serving(holder),
      ...change,
      from: identityOf(holder),
      target: isDraining ? identityOf(target) : undefined,
      drainDeadlineMs: isDraining ? electedMs + drainMs : undefined,
      demote: intent === 'Serving' && change.demote,
    };
  });
