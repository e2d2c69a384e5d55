import { describe, expect, it } from '@jest/globals';
import { StoreIndex } from '../../../src/kube/cache/storeIndex.ts';

interface Colored {
  readonly colors: readonly string[];
}

const colored = (...colors: readonly string[]): Colored => ({ colors });

function indexOf(...objects: readonly Colored[]): StoreIndex<Colored> {
  const index = new StoreIndex<Colored>(({ colors }) => colors);
  for (const object of objects) index.insert('', object);
  return index;
}

describe('an index', () => {
  const [a, b, c] = [colored('red'), colored('red', 'blue'), colored('red')];

  it('finds one object, several and none, and counts them', () => {
    const index = indexOf(a, b, c);
    expect(index.find('red')).toEqual([a, b, c]);
    expect(index.find('blue')).toEqual([b]);
    expect(index.find('green')).toEqual([]);
    expect(['red', 'blue', 'green'].map((color) => index.count(color))).toEqual([3, 1, 0]);
  });

  it.each([
    ['the only one', { objects: [a], removed: [a], left: [] }],
    ['the first of several', { objects: [a, b, c], removed: [a], left: [b, c] }],
    ['all, one by one', { objects: [a, b, c], removed: [a, b, c], left: [] }],
    ['one that is not there', { objects: [a], removed: [c], left: [a] }],
  ])('loses %s', (_, { objects, removed, left }) => {
    const index = indexOf(...objects);
    for (const object of removed) index.remove('', object);
    expect(index.find('red')).toEqual(left);
    expect(index.count('red')).toBe(left.length);
  });

  it('finds an object that was removed and inserted again', () => {
    const index = indexOf(a, c);
    for (const object of [a, c]) index.remove('', object);
    index.insert('', c);
    expect(index.find('red')).toEqual([c]);
  });

  it('finds an object once that has a value twice', () => {
    const twice = colored('red', 'red');
    const index = indexOf(twice);
    expect(index.find('red')).toEqual([twice]);
    index.remove('', twice);
    expect(index.find('red')).toEqual([]);
  });
});
