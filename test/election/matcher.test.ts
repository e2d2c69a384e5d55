import { describe, expect, test } from '@jest/globals';
import { draftOf, type Draft } from '../../src/election/draft.ts';
import { ElectionError, runToFixpoint, type Rule, type Rules } from '../../src/election/matcher.ts';
import { input } from '../support/election/electionInputs.ts';

const none: Rules = { Vacant: [], Electing: [], Active: [], Suspect: [], Draining: [], FailingOver: [], Paused: [] };

function always(name: string, to: Rule['to']): Rule {
  return { name, when: () => true, to };
}

function run(rules: Partial<Rules>): Draft {
  const before = input([]);
  const draft = draftOf(before);
  runToFixpoint({ ...none, ...rules }, before, draft);
  return draft;
}

describe('rules', () => {
  test('are tried in their order, and the first that applies is taken', () => {
    const never = { ...always('never', 'Suspect'), when: () => false };
    const { phase, fired } = run({ Vacant: [never, always('first', 'Active'), always('second', 'Paused')] });
    expect({ phase, fired }).toEqual({ phase: 'Active', fired: ['first'] });
  });

  test('follow one another until none applies', () => {
    const { phase, fired } = run({ Vacant: [always('one', 'Suspect')], Suspect: [always('two', 'Electing')] });
    expect({ phase, fired }).toEqual({ phase: 'Electing', fired: ['one', 'two'] });
  });

  test('keep the phase when none applies', () => {
    expect(run({})).toMatchObject({ phase: 'Vacant', fired: [] });
  });

  test('in a cycle cause an error that names them', () => {
    const circle = { Vacant: [always('there', 'Active')], Active: [always('and back', 'Vacant')] };
    expect(() => run(circle)).toThrow(ElectionError);
    expect(() => run(circle)).toThrow(/^Cannot reach a decision: .*there, and back, .* form a cycle$/);
  });
});
