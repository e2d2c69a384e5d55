// What is an example of a rule? One value that keeps it and one that breaks it, at the same place of a sound object.

export interface Example {
  /** The field that the rule is about, as in bounds.ts, and the rule: a keyword, or how a CEL rule's message begins. */
  readonly path: string;
  readonly rule: string;
  /** Where the values go, when not at `path` itself. */
  readonly at: string;
  readonly good: unknown;
  /** `undefined` takes the field away. */
  readonly bad: unknown;
  /** For a rule about updates: what is stored at `at` before. */
  readonly stored?: { readonly value: unknown };
}

type Values = Pick<Example, 'good' | 'bad' | 'stored'> & { readonly at?: string };

export function example(place: string, rule: string, values: Values): Example {
  return { path: toPath(place), rule, at: place, ...values };
}

/** `ports[0].name` is one place of the field `ports[].name`. */
function toPath(place: string): string {
  return place.replaceAll(/\[\d+\]/g, '[]');
}

/** The longest text of these characters that is allowed, and one that is longer. */
export function atMost(length: number, character = 'a'): Values {
  return { good: character.repeat(length), bad: character.repeat(length + 1) };
}

const TIME = '2026-11-21T01:02:03.456000Z';

export function timeExamples(place: string): readonly Example[] {
  return [
    example(place, 'format', { good: TIME, bad: 'yesterday' }),
    example(place, 'maxLength', { good: `${TIME.slice(0, -1)}+01:00`, bad: `2026-11-21T01:02:03.${'0'.repeat(40)}Z` }),
  ];
}

export function wordExamples(place: string): readonly Example[] {
  return [
    example(place, 'pattern', { good: 'SomethingNewer', bad: 'two words' }),
    example(place, 'maxLength', atMost(64, 'A')),
  ];
}

export function countExamples(place: string): readonly Example[] {
  return [
    example(place, 'minimum', { good: 0, bad: -1 }),
    example(place, 'maximum', { good: Number.MAX_SAFE_INTEGER, bad: Number.MAX_SAFE_INTEGER + 1 }),
  ];
}
