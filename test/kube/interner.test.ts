import { expect, it, jest } from '@jest/globals';
import { Interner } from '../../src/kube/interner.ts';

const [first, second] = [['x'], ['x']];

it('gives the first of all that are given for a key', () => {
  const interner = new Interner<readonly string[]>();
  expect(interner.same('x', () => first)).toBe(first);
  expect(interner.same('x', () => second)).toBe(first);
  expect(interner.same('y', () => second)).toBe(second);
});

it('makes nothing that is known', () => {
  const interner = new Interner<readonly string[]>();
  interner.same('x', () => first);
  const make = jest.fn(() => second);
  interner.same('x', make);
  expect(make).not.toHaveBeenCalled();
});

it('keeps what is asked for, however much else comes and goes', () => {
  const interner = new Interner<readonly string[]>(10);
  interner.same('x', () => first);
  for (let other = 0; other < 100; other++) {
    interner.same(`other-${other}`, () => []);
    expect(interner.same('x', () => second)).toBe(first);
  }
});

it('forgets what nobody asks for', () => {
  const interner = new Interner<readonly string[]>(10);
  interner.same('x', () => first);
  for (let other = 0; other < 20; other++) interner.same(`other-${other}`, () => []);
  expect(interner.same('x', () => second)).toBe(second);
});
