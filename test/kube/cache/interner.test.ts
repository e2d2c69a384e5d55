import { expect, it } from '@jest/globals';
import { Interner } from '../../../src/kube/cache/interner.ts';

const [first, second] = [['x'], ['x']];

it('gives the first of all that are taken for a key', () => {
  const interner = new Interner<readonly string[]>();
  expect(interner.take('x', first)).toBe(first);
  expect(interner.take('x', second)).toBe(first);
  expect(interner.take('y', second)).toBe(second);
});

it('keeps what somebody uses, however much else comes and goes', () => {
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

it('forgets what nobody uses any more', () => {
  const interner = new Interner<readonly string[]>();
  interner.take('x', first);
  interner.release('x');
  expect(interner.size).toBe(0);
  expect(interner.take('x', second)).toBe(second);
});

it('does not mind a release too many', () => {
  const interner = new Interner<readonly string[]>();
  interner.release('x');
  interner.take('x', first);
  expect(interner.size).toBe(1);
});
