import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackArchive } from '../../support/operatorArchive.ts';
import { filesOf, writeImage } from './image.ts';

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'active-standby-image-'));
});

afterEach(() => rmSync(scratch, { recursive: true }));

test('an image has its files, which can be executed, and its entrypoint', async () => {
  const program = join(scratch, 'program');
  writeFileSync(program, '#!/bin/sh\necho hello\n');
  const image = { name: 'example.test/it:1', files: { '/usr/bin/it': program }, entrypoint: ['/usr/bin/it'] };
  const archive = writeImage(join(scratch, 'image.tar'), image);
  const { root, config } = await unpackArchive(archive, join(scratch, 'root'));
  expect(config.Entrypoint).toEqual(['/usr/bin/it']);
  expect(execFileSync(join(root, 'usr/bin/it'), { encoding: 'utf8' })).toBe('hello\n');
});

test('a folder becomes files of the same paths', () => {
  const folder = join(scratch, 'folder');
  mkdirSync(join(folder, 'etc/app'), { recursive: true });
  writeFileSync(join(folder, 'etc/app/settings'), 'a=1\n');
  expect(filesOf(folder)).toEqual({ '/etc/app/settings': join(folder, 'etc/app/settings') });
});
