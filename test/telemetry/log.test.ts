import { describe, expect, test } from '@jest/globals';
import { describeError } from '../../src/telemetry/log.ts';

describe('an error in a log line', () => {
  test('names its causes', () => {
    const cause = new Error('connection refused');
    expect(describeError(new Error('Cannot list pods', { cause }))).toBe('Cannot list pods (connection refused)');
  });

  test('may be anything that was thrown', () => {
    expect(describeError('plain text')).toBe('plain text');
  });
});
