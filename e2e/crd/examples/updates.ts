// Examples for updates of a stored object.
import { example, type Example } from './example.ts';

const NAME = 'the name of the Service cannot change';
const HEADLESS = 'a Service cannot change from or to Headless';
const TERM = 'the term never decreases';
const RISE = 'the term rises by at most 1,000';

function nameExample(stored: string | undefined, good: string | undefined, bad: string | undefined): Example {
  return example('', NAME, { at: 'spec.service.name', stored: { value: stored }, good, bad });
}

function typeExample(stored: string, bad: string): Example {
  return example('spec.service', HEADLESS, { at: 'spec.service.type', stored: { value: stored }, good: stored, bad });
}

function term(number: number, uid: string): object {
  return { term: number, termHolderUID: uid };
}

function termExample(rule: string, { good, bad }: { good: unknown; bad: unknown }): Example {
  return example('', rule, { at: 'status', stored: { value: term(7, 'a') }, good, bad });
}

/** `stored` is the name of every object that is updated. */
export const updateExamples: readonly Example[] = [
  nameExample(undefined, 'stored', 'other'),
  nameExample('other', 'other', 'another'),
  nameExample('other', 'other', undefined),
  nameExample('stored', undefined, 'other'),
  typeExample('ClusterIP', 'Headless'),
  typeExample('Headless', 'ClusterIP'),
  termExample(TERM, { good: term(7, 'a'), bad: term(7, 'b') }),
  termExample(TERM, { good: term(8, 'b'), bad: term(6, 'a') }),
  termExample(TERM, { good: term(8, 'a'), bad: {} }),
  termExample(TERM, { good: term(9, 'b'), bad: undefined }),
  termExample(RISE, { good: term(1007, 'b'), bad: term(1008, 'b') }),
];
