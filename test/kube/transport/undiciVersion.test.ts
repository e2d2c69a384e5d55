import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';

describe('undici', () => {
  it('is the version that client-node resolves, which would refuse other dispatchers', () => {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('@kubernetes/client-node'));
    expect(theirs.resolve('undici')).toBe(ours.resolve('undici'));
  });
});
