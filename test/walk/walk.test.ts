// No reachable state breaks a law: breadth first through the machine that production runs.
import { describe, expect, test } from '@jest/globals';
import { rules } from '../../src/election/machine.ts';
import { walk, type Walked } from './explore.ts';
import { scenarios } from './scenarios.ts';

const BUDGET = 10_000;

const walks = new Map<string, Walked>();

describe('from every state that can be reached', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s: no law is broken',
    (name, scenario) => {
      const walked = walk(scenario, BUDGET);
      walks.set(name, walked);
      expect(walked.violations).toEqual([]);
    },
  );

  test('every rule of the machine is seen to fire', () => {
    const names = Object.values(rules).flatMap((list) => list.map(({ name }) => name));
    const fired = new Set([...walks.values()].flatMap((walked) => [...walked.fired]));
    expect(names.filter((name) => !fired.has(name))).toEqual([]);
  });

  test('more than a hundred thousand are seen', () => {
    const states = [...walks.values()].reduce((sum, walked) => sum + walked.states, 0);
    expect(states).toBeGreaterThan(100_000);
  });
});
