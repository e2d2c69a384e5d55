import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';

describe('undici', () => {
  it('is the very one that client-node resolves, whose dispatchers it would refuse otherwise', () => {
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('@kubernetes/client-node'));
    expect(theirs.resolve('undici')).toBe(ours.resolve('undici'));
  });
});
