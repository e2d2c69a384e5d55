import { expect, it } from '@jest/globals';
import { Interner } from '../../../src/kube/cache/interner.ts';

const [first, second] = [['x'], ['x']];

it('returns the first value taken for a key', () => {
  const interner = new Interner<readonly string[]>();
  expect(interner.take('x', first)).toBe(first);
  expect(interner.take('x', second)).toBe(first);
  expect(interner.take('y', second)).toBe(second);
});

it('keeps a value in use while others come and go', () => {
  const interner = new Interner<readonly string[]>();
  interner.take('x', first);
  interner.take('x', second);
  interner.release('x');
  for (let other = 0; other < 1000; other++) {
    interner.take(`other-${other}`, []);
    interner.release(`other-${other}`);
  }
  expect(interner.take('x', second)).toBe(first);
  expect(interner.size).toBe(1);
});

it('drops a value with its last use', () => {
  const interner = new Interner<readonly string[]>();
  interner.take('x', first);
  interner.release('x');
  expect(interner.size).toBe(0);
  expect(interner.take('x', second)).toBe(second);
});

it('ignores a release without a use', () => {
  const interner = new Interner<readonly string[]>();
  interner.release('x');
  interner.take('x', first);
  expect(interner.size).toBe(1);
});
