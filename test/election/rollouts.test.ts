// How often one rollout moves the active, in any order that Kubernetes may choose and from any active.
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { demand, expectAlways } from '../support/properties.ts';
import { Rollout, type Workload } from '../support/election/rollout.ts';

const workloads: readonly (readonly [string, Omit<Workload, 'replicas'>])[] = [
  ['a Deployment with surge', { kind: 'Deployment', surge: 1, unavailable: 0 }],
  ['a Deployment without surge', { kind: 'Deployment', surge: 0, unavailable: 1 }],
  ['a Deployment with some of both', { kind: 'Deployment', surge: 3, unavailable: 2 }],
  ['a StatefulSet', { kind: 'StatefulSet', surge: 0, unavailable: 1 }],
];

const anyCase = fc.record({
  replicas: fc.constantFrom(3, 10),
  active: fc.nat(9),
  events: fc.nat(60),
  chances: fc.infiniteStream(fc.nat(999)),
});

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;

function begin(workload: Omit<Workload, 'replicas'>, { replicas, active, chances }: Case): Rollout {
  const chance = (below: number): number => (chances.next().value ?? 0) % below;
  return new Rollout({ ...workload, replicas }, active % replicas, chance);
}

/** One move is enough when a pod of the new revision could take over, and the newest pod is of that revision. */
function demandFew({ moves, wasPrepared }: Rollout): void {
  demand(moves <= (wasPrepared ? 1 : 2), `${moves} moves, ${wasPrepared ? '' : 'not '}prepared`);
}

describe.each(workloads)('a rollout of %s', (_, workload) => {
  test('moves the active twice at most, and once where a pod of the new revision was ready', () => {
    expectAlways(
      anyCase,
      (one) => {
        const rollout = begin(workload, one);
        rollout.run('new');
        demand(rollout.moves >= 1, 'the active was not replaced');
        demandFew(rollout);
      },
      500,
    );
  });

  test('that is rolled back in the middle moves it as often at most, each way', () => {
    expectAlways(
      anyCase,
      (one) => {
        const rollout = begin(workload, one);
        rollout.run('new', one.events);
        demandFew(rollout);
        rollout.run('old');
        demandFew(rollout);
      },
      500,
    );
  });
});

test('with surge one rollout is one move, wherever the active is', () => {
  for (let active = 0; active < 10; active += 1) {
    const rollout = new Rollout({ kind: 'Deployment', replicas: 10, surge: 1, unavailable: 0 }, active, () => 0);
    rollout.run('new');
    expect(rollout.moves).toBe(1);
  }
});
