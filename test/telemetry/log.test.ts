import { describe, expect, test } from '@jest/globals';
import { describeError } from '../../src/telemetry/log.ts';

describe('an error in one line', () => {
  test('names its causes', () => {
    const cause = new Error('no route', { cause: new Error('EHOSTUNREACH') });
    expect(describeError(new Error('Cannot list pods', { cause }))).toBe('Cannot list pods (no route (EHOSTUNREACH))');
  });

  test('does not repeat a cause that its message tells already', () => {
    const cause = new Error('no such file');
    const error = new Error('Cannot load kubeconfig a: no such file', { cause });
    expect(describeError(error)).toBe('Cannot load kubeconfig a: no such file');
  });

  test('stays one line whatever it quotes', () => {
    expect(describeError(new Error('broken (1:2)\n\n 1 | {\n'))).toBe('broken (1:2) 1 | {');
  });

  test('may be anything that was thrown', () => {
    expect(describeError('full')).toBe('full');
  });
});
