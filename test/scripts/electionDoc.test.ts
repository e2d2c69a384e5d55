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

describe('the page about the election', () => {
  test('has a diagram in which a rule is an edge', () => {
    const suspect = { name: 'suspect', when: () => true, to: 'Suspect' } as const;
    expect(toStateDiagram({ ...none, Active: [suspect] }).split('\n')).toContain('    Active --> Suspect: suspect');
  });

  test('has no rule whose name would end the label of its edge', () => {
    const names = Object.values(rules).flatMap((of) => of.map(({ name }) => name));
    expect(names.filter((name) => !/^[a-z ]+$/.test(name))).toEqual([]);
  });

  test('is as the machine is', () => {
    const page = readFileSync('docs/election.md', 'utf8');
    expect(electionDocWithLists(page)).toBe(page);
  });
});
