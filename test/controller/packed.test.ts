import { describe, expect, it } from '@jest/globals';
import { Packed } from '../../src/controller/packed.ts';
import { dictionary } from '../../src/controller/packedDictionary.ts';
import { asvcObject } from '../support/asvcs.ts';

/** So many are at hand. */
function makeOthers(count: number): void {
  for (let index = 0; index < count; index++) new Packed({ index }).open();
}

describe('what is packed', () => {
  it.each([
    ['nothing', {}],
    ['one of our objects', asvcObject()],
    ['characters of any alphabet', { 'größe-🦕': '数 \u0000 \u2028' }],
    ['more than the dictionary knows', { text: 'x'.repeat(100_000), random: crypto.randomUUID() }],
    ['keys that every object has', JSON.parse('{"constructor": 1, "__proto__": 2}')],
  ])('comes out as it went in: %s', (_, value) => {
    const packed = new Packed(value);
    expect(packed.open()).toEqual(value);
    makeOthers(64);
    expect(packed.open()).toEqual(value);
  });

  it('takes little: what all objects have in common stands in the dictionary', () => {
    const typical: object[] = JSON.parse(dictionary.toString());
    const sizes = typical.map((object) => new Packed(object).size);
    expect(Math.max(...sizes)).toBeLessThan(200);
  });

  it('is at hand for whoever asks again, until many others were made or asked for', () => {
    const packed = new Packed(asvcObject());
    const value = packed.open();
    makeOthers(63);
    expect(packed.open()).toBe(value);
    makeOthers(64);
    expect(packed.open()).not.toBe(value);
    expect(packed.open()).toEqual(value);
  });
});
