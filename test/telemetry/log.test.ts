import { describe, expect, test } from '@jest/globals';
import { describeError, formatOf, type LogFormat } from '../../src/telemetry/log.ts';

describe('an error in one line', () => {
  test('includes its causes', () => {
    const cause = new Error('no route', { cause: new Error('EHOSTUNREACH') });
    expect(describeError(new Error('Cannot list pods', { cause }))).toBe('Cannot list pods (no route (EHOSTUNREACH))');
  });

  test('does not repeat a cause that its message contains', () => {
    const cause = new Error('no such file');
    const error = new Error('Cannot load kubeconfig a: no such file', { cause });
    expect(describeError(error)).toBe('Cannot load kubeconfig a: no such file');
  });

  test('is always one line', () => {
    expect(describeError(new Error('broken (1:2)\n\n 1 | {\n'))).toBe('broken (1:2) 1 | {');
  });

  test('accepts any thrown value', () => {
    expect(describeError('full')).toBe('full');
  });
});

/** Every kind of character that could forge a line. */
const forgeries = {
  newline: '\n',
  'carriage return': '\r',
  escape: '\u001b[2K',
  delete: '\u007f',
  'C1 control sequence': '\u009b2K',
  'next line': '\u0085',
  'line separator': '\u2028',
  'paragraph separator': '\u2029',
  'bidirectional override': '\u202e',
  'bidirectional isolate': '\u2066',
  'zero-width space': '\u200b',
  tag: '\u{e0041}',
  'half of a character': '\ud800',
};
const printable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u;

function lineOf(format: LogFormat, fields: Readonly<Record<string, unknown>>, message = 'a message'): string {
  const info = formatOf(format).transform({ level: 'info', message, ...fields });
  return typeof info === 'object' ? String(info[Symbol.for('message')]) : '';
}

describe.each(['text', 'json'] as const)('a line of %s', (format) => {
  test.each(Object.entries(forgeries))('has no %s, whatever a field or message quotes', (_, character) => {
    const forged = `orders-0${character}2026 error forged`;
    expect(lineOf(format, { from: forged })).toMatch(printable);
    expect(lineOf(format, { nodes: [{ name: forged }] })).toMatch(printable);
    expect(lineOf(format, { [forged]: 'a' })).toMatch(printable);
    expect(lineOf(format, {}, forged)).toMatch(printable);
  });
});

describe('a line of text', () => {
  test('quotes values that could look like two fields', () => {
    const line = lineOf('text', {
      key: 'shop/orders',
      term: 3,
      to: 'b term=4',
      error: 'a "b"',
      empty: '',
      none: undefined,
    });
    expect(line).toMatch(/ info {2}a message key=shop\/orders term=3 to="b term=4" error="a \\"b\\"" empty=""$/);
  });

  test('shows letters of every language', () => {
    expect(lineOf('text', { reason: 'größer-名前' })).toContain('reason=größer-名前');
  });
});

test('an escaped line of JSON parses to the same value', () => {
  const field = Object.values(forgeries).join('');
  expect(JSON.parse(lineOf('json', { field }))).toMatchObject({ level: 'info', message: 'a message', field });
});
