import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { tarOf, withFolders, type TarEntry } from '../../../scripts/image/tarFile.ts';

const file = (path: string, text: string, mode = 0o644): TarEntry => ({
  path,
  content: { kind: 'file', mode, data: Buffer.from(text) },
});

const entries: readonly TarEntry[] = [
  file('usr/bin/run', 'x'.repeat(513), 0o755),
  { path: 'lib', content: { kind: 'link', target: 'usr/lib' } },
  { path: 'tmp', content: { kind: 'directory', mode: 0o1777 } },
  file('empty', ''),
];

function tar(args: readonly string[], input: Buffer): string {
  return execFileSync('tar', args, { input, encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
}

describe('an archive', () => {
  test('is read by tar as it was given: root owns everything, and nothing has a time', () => {
    const lines = tar(['-tv', '--numeric-owner'], tarOf(withFolders(entries)))
      .trim()
      .split('\n');
    expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '-rw-r--r-- 0/0 0 1970-01-01 00:00 empty',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00 lib -> usr/lib',
      'drwxrwxrwt 0/0 0 1970-01-01 00:00 tmp',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr',
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 usr/bin',
      '-rwxr-xr-x 0/0 513 1970-01-01 00:00 usr/bin/run',
    ]);
  });

  test('holds the bytes of its files', () => {
    expect(tar(['-xO', 'usr/bin/run'], tarOf(entries))).toBe('x'.repeat(513));
  });

  test('is the same in whichever order the entries come', () => {
    expect(tarOf(entries.toReversed()).equals(tarOf(entries))).toBe(true);
  });

  test('refuses a path that the format has no place for', () => {
    expect(() => tarOf([file('a'.repeat(101), '')])).toThrow('is longer than 100 bytes');
  });
});
