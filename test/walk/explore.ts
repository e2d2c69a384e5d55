// Breadth first: every state that can be reached, each once, until the budget is spent.
// The first state that breaks a law is therefore one of those that are reached in the fewest moves.
import { activeLaws } from './activeLaws.ts';
import { electionLaws } from './electionLaws.ts';
import { Graph } from './graph.ts';
import { handoverLaws } from './handoverLaws.ts';
import type { Law } from './law.ts';
import { movesOf } from './moves.ts';
import { outcomesOf, reconcileOnce, type Reconcile } from './reconcile.ts';
import { restLaws } from './restLaws.ts';
import type { Scenario } from './scenario.ts';

const laws: readonly Law[] = [...electionLaws, ...activeLaws, ...handoverLaws];

export interface Walked {
  readonly states: number;
  /** Nothing is left that could be reached. */
  readonly isComplete: boolean;
  /** The rules of the machine that have fired. */
  readonly fired: ReadonlySet<string>;
  /** Each with the shortest way to it. */
  readonly violations: readonly string[];
}

export function walk(scenario: Scenario, budget: number): Walked {
  const graph = new Graph(scenario.start);
  const fired = new Set<string>();
  const violations: string[] = [];
  let index = 0;
  for (; index < graph.size && violations.length === 0; index += 1) {
    const state = graph.take(index);
    if (state === undefined) break;
    const reconcile = reconcileOnce(state, scenario);
    for (const rule of reconcile.step.fired) fired.add(rule);
    if (graph.size < budget) grow(graph, index, reconcile);
    const isAtRest = graph.observe(index, reconcile);
    violations.push(...brokenBy(reconcile, isAtRest).map((law) => graph.story(index, law)));
  }
  if (violations.length === 0) violations.push(...graph.violations());
  return { states: graph.size, isComplete: graph.size < budget, fired, violations };
}

function grow(graph: Graph, index: number, reconcile: Reconcile): void {
  for (const move of outcomesOf(reconcile)) graph.add(index, move);
  for (const move of movesOf(reconcile.state, reconcile.scenario)) graph.add(index, move);
}

function brokenBy(reconcile: Reconcile, isAtRest: boolean): readonly string[] {
  const all = isAtRest ? [...laws, ...restLaws] : laws;
  return all.filter(({ isBroken }) => isBroken(reconcile)).map(({ name }) => name);
}
