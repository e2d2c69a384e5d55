// The cells of the election, situation × stimulus, as tables of outcomes.
import { describe, expect, test } from '@jest/globals';
import { step, type Step } from '../../../src/election/step.ts';
import { summary } from './electionInputs.ts';
import { situations, type Situation } from './situations.ts';
import type { Stimuli } from './stimuli.ts';

/** By stimulus: the outcomes by situation; in all others the stimulus changes nothing. */
export type Cells = Readonly<Record<string, Readonly<Record<string, string>>>>;

const atRest: Readonly<Record<Situation, string>> = {
  Vacant: 'Vacant -@3',
  Electing: 'Electing -@3',
  Active: 'Active a@3',
  Gentle: 'Active a@3',
  Preempting: 'Active a@3',
  Delayed: 'Suspect a@3',
  Cooling: 'Suspect a@3',
  Manual: 'Suspect a@3',
  Held: 'Suspect a@3',
  Kept: 'Suspect a@3',
  Leaving: 'Suspect a@3',
  Unwanted: 'Suspect a@3',
  Draining: 'Draining -@3',
  Fenced: 'Vacant -@3',
  Paused: 'Paused a@3',
};

const names = Object.keys(situations).filter((name): name is Situation => Object.hasOwn(atRest, name));

export function describeCells(stimuli: Stimuli, cells: Cells, tell: (after: Step) => string = summary): void {
  describe.each(Object.entries(stimuli))('when %s', (stimulus, change) => {
    const outcomes = Object.entries(cells[stimulus] ?? {});
    const expected = outcomes.flatMap(([outcome, where]) => where.split(' ').map((name) => [name, outcome] as const));

    test.each(names)('%s', (situation) => {
      const after = step(change(situations[situation]));
      const known = new Map<string, string>(expected);
      expect(known.has(situation) ? tell(after) : summary(after)).toBe(known.get(situation) ?? atRest[situation]);
    });

    test('each situation has one outcome', () => {
      const named = expected.map(([name]) => name);
      expect(named.toSorted()).toEqual([...new Set(named)].filter((name) => Object.hasOwn(atRest, name)).toSorted());
    });
  });

  test('the table has every stimulus', () => {
    expect(Object.keys(cells)).toEqual(Object.keys(stimuli));
  });
}
