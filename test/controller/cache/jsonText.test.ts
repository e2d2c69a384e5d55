import { describe, expect, it } from '@jest/globals';
import { JsonText, ParsedObjects } from '../../../src/controller/cache/jsonText.ts';
import { asvcObject } from '../../support/objects/asvcs.ts';

describe('an object that is kept as JSON text', () => {
  it.each([
    ['nothing', {}],
    ['one of our objects', asvcObject()],
    ['characters of any alphabet', { 'größe-🦕': '数 \u0000 \u2028' }],
    ['a large one', { text: 'x'.repeat(100_000), random: crypto.randomUUID() }],
    ['keys that every object has', JSON.parse('{"constructor": 1, "__proto__": 2}')],
  ])('parses to an equal object: %s', (_, value) => {
    const text = new JsonText(value, new ParsedObjects());
    expect(text.parse()).toEqual(value);
    expect(text.parse()).toEqual(value);
  });

  it('is parsed once while it is among the last that were read', () => {
    const parsed = new ParsedObjects(2);
    const [first, second, third] = [1, 2, 3].map((index) => new JsonText({ index }, parsed));
    const [value, other] = [first?.parse(), second?.parse()];
    expect(first?.parse()).toBe(value);
    third?.parse();
    expect(first?.parse()).toBe(value);
    expect(second?.parse()).not.toBe(other);
    expect(second?.parse()).toEqual({ index: 2 });
  });

  it('is parsed at each read when it is large', () => {
    const parsed = new ParsedObjects();
    const large = new JsonText({ text: 'x'.repeat(20_000) }, parsed);
    expect(large.parse()).not.toBe(large.parse());
    expect(parsed.size).toBe(0);
  });
});
