import { describe, expect, it } from '@jest/globals';
import { Packed } from '../../src/controller/packed.ts';
import { dictionary } from '../../src/controller/packedDictionary.ts';
import { asvcObject } from '../support/asvcs.ts';

describe('what is packed', () => {
  it.each([
    ['nothing', {}],
    ['one of our objects', asvcObject()],
    ['characters of any alphabet', { 'größe-🦕': '数 \u0000 \u2028' }],
    ['more than the dictionary knows', { text: 'x'.repeat(100_000), random: crypto.randomUUID() }],
    ['keys that every object has', JSON.parse('{"constructor": 1, "__proto__": 2}')],
  ])('comes out as it went in: %s', (_, value) => {
    expect(new Packed(value).open()).toEqual(value);
  });

  it('takes little: what all objects have in common stands in the dictionary', () => {
    const typical: object[] = JSON.parse(dictionary.toString());
    const sizes = typical.map((object) => new Packed(object).size);
    expect(Math.max(...sizes)).toBeLessThan(200);
  });

  it('is at hand for whoever asks again, until many others were asked for', () => {
    const packed = new Packed(asvcObject());
    const value = packed.open();
    const others = Array.from({ length: 64 }, (_, index) => new Packed({ index }));
    for (const other of others.slice(1)) other.open();
    expect(packed.open()).toBe(value);
    for (const other of others) other.open();
    expect(packed.open()).not.toBe(value);
    expect(packed.open()).toEqual(value);
  });
});
