// Summarizes the decisions of an operator in a world.
import { decide } from '../../../src/controller/reconcile/decide.ts';
import type { Decision } from '../../../src/controller/reconcile/decision.ts';
import { resolutionOf } from '../../../src/controller/reconcile/electionInput.ts';
import type { Observed } from '../../../src/controller/reconcile/observed.ts';
import { World } from './world.ts';

/** One pod is ready, and nothing has been written yet. */
export function begin(): World {
  const world = new World();
  world.pod('a');
  return world;
}

export function running(): World {
  const world = begin();
  world.settle();
  return world;
}

export function decision(world: World): Decision {
  const observed = world.operator.observe();
  if (observed === undefined) throw new Error('there is nothing to decide');
  return decisionOn(observed);
}

export function decisionOn(observed: Observed): Decision {
  return decide({ ...observed, resolution: resolutionOf(observed) });
}

/** The writes of slice and Service. */
export function kinds({ slice, service }: Decision): readonly string[] {
  return [slice.kind, service.kind];
}

/** The problems; a blocking one with an exclamation mark. */
export function reasons({ problems }: Decision): readonly string[] {
  return problems.map(({ reason, blocking }) => (blocking ? `${reason}!` : reason));
}
