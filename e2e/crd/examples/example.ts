// An example of a rule: a valid and an invalid value at the same place of a valid object.

export interface Example {
  /** The field of the rule, as in bounds.ts, and the rule: a keyword, or the beginning of a CEL rule's message. */
  readonly path: string;
  readonly rule: string;
  /** The place of the values, if it is not `path`. */
  readonly at: string;
  readonly good: unknown;
  /** `undefined` removes the field. */
  readonly bad: unknown;
  /** For a rule about updates: the stored value at `at`. */
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
