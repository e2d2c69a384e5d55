import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { electionDocWithLists } from '../../scripts/generate/electionDoc.ts';
import { toStateDiagram } from '../../scripts/generate/stateDiagram.ts';
import { rules } from '../../src/election/machine.ts';
import type { Rules } from '../../src/election/matcher.ts';

const none: Rules = {
  Vacant: [],
  Electing: [],
  Active: [],
  Suspect: [],
  Draining: [],
  FailingOver: [],
  Paused: [],
};

describe('docs/election.md', () => {
  test('has a diagram with an edge for each rule', () => {
    const suspect = { name: 'suspect', when: () => true, to: 'Suspect' } as const;
    expect(toStateDiagram({ ...none, Active: [suspect] }).split('\n')).toContain('    Active --> Suspect: suspect');
  });

  test('has no rule name that would end the label of its edge', () => {
    const names = Object.values(rules).flatMap((of) => of.map(({ name }) => name));
    expect(names.filter((name) => !/^[a-z ]+$/.test(name))).toEqual([]);
  });

  test('matches the state machine', () => {
    const page = readFileSync('docs/election.md', 'utf8');
    expect(electionDocWithLists(page)).toBe(page);
  });
});
