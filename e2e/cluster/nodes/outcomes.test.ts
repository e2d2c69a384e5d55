import { expect, test } from '@jest/globals';
import { answersTo, outages, parseOutcomes, type Outcome } from './outcomes.ts';

function answered(sentMs: number, pod: string): Outcome {
  return { sentMs, endedMs: sentMs + 1, pod };
}

function refused(sentMs: number): Outcome {
  return { sentMs, endedMs: sentMs + 1, error: 'connection refused' };
}

test('a line that is still being written is left out', () => {
  expect(parseOutcomes('{"sentMs":1,"endedMs":2,"pod":"a"}\n{"sentMs":3,"en')).toEqual([answered(1, 'a')]);
});

test('an outage lasts from the last answer of one pod to the first of another, whatever failed in between', () => {
  const outcomes = [
    answered(0, 'a'),
    answered(10, 'a'),
    refused(20),
    refused(30),
    answered(40, 'b'),
    answered(50, 'b'),
  ];
  expect(outages(outcomes)).toEqual([{ fromMs: 11, toMs: 41, fromPod: 'a', toPod: 'b', failed: 2 }]);
});

test('a pod that fails for a while and goes on answering is no outage of this kind', () => {
  expect(outages([answered(0, 'a'), refused(10), answered(20, 'a')])).toEqual([]);
});

test('answers are taken in the order in which they came, also when they were asked for earlier', () => {
  const late: Outcome = { sentMs: 5, endedMs: 60, pod: 'a' };
  const outcomes = [answered(0, 'a'), answered(40, 'b'), late, answered(70, 'b')];
  expect(outages(outcomes).map(({ toPod }) => toPod)).toEqual(['b', 'a', 'b']);
  expect(answersTo(outcomes, 'a', 41)).toBe(0);
  expect(answersTo(outcomes, 'a', 4)).toBe(1);
});
