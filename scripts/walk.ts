// Walks through all states of the election: `node scripts/walk.ts [states for each scenario]`, a million in all or
// more. Prints how far each walk came, and fails when an invariant is violated or a rule of the machine never fires.
import { rules } from '../src/election/machine.ts';
import { walk, type Walked } from '../test/walk/explore.ts';
import { scenarios } from '../test/walk/scenarios.ts';

const budget = Number(process.argv[2] ?? 100_000);
const began = performance.now();
const walks = scenarios.map((scenario) => printed(scenario.name, () => walk(scenario, budget)));
const states = walks.reduce((sum, walked) => sum + walked.states, 0);
const fired = new Set(walks.flatMap((walked) => [...walked.fired]));
const names = Object.values(rules).flatMap((list) => list.map(({ name }) => name));
const violations = walks.flatMap((walked) => walked.violations);
// A walk that was ended by a violation may have missed some.
const silent = violations.length > 0 ? [] : names.filter((name) => !fired.has(name));

console.log(`${states} distinct states in ${secondsSince(began)} s; ${fired.size} of ${names.length} rules fired`);
for (const name of silent) console.log(`the rule "${name}" never fired`);
for (const violation of violations) console.log(violation);
process.exitCode = violations.length + silent.length > 0 ? 1 : 0;

function printed(name: string, walking: () => Walked): Walked {
  const start = performance.now();
  const walked = walking();
  const { states, isComplete, violations } = walked;
  const extent = isComplete ? 'all' : 'the first';
  console.log(`${extent} ${states} states, ${violations.length} violations, ${secondsSince(start)} s: ${name}`);
  return walked;
}

function secondsSince(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}
