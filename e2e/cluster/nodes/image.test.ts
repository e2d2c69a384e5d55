import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../json.ts';
import { filesOf, writeImage } from './image.ts';

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'active-standby-image-'));
});

afterEach(() => rmSync(scratch, { recursive: true }));

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

function unpack(archive: string, folder: string): string {
  execFileSync('mkdir', [folder]);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  return folder;
}

function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

function write(name: string): string {
  const program = join(scratch, 'program');
  writeFileSync(program, '#!/bin/sh\necho hello\n');
  const files = { '/usr/bin/program': program };
  return writeImage(join(scratch, name), { name: 'example.test/it:1', files, entrypoint: ['/usr/bin/program'] });
}

test('an image is an OCI layout whose blobs have their digests, down to the file that can be executed', () => {
  const layout = unpack(write('image.tar'), join(scratch, 'layout'));
  const blob = ({ digest, size }: Descriptor): string => {
    const file = join(layout, 'blobs', digest.replace(':', '/'));
    const content = readFileSync(file);
    expect({ size: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
      size,
      sha256: digest.replace('sha256:', ''),
    });
    return file;
  };
  const [manifest] = parseJson<{ manifests: [Descriptor] }>(textOf(join(layout, 'index.json'))).manifests;
  const { config, layers } = parseJson<{ config: Descriptor; layers: [Descriptor] }>(textOf(blob(manifest)));
  expect(parseJson<object>(textOf(blob(config)))).toMatchObject({
    config: { Entrypoint: ['/usr/bin/program'] },
    rootfs: { diff_ids: [layers[0].digest] },
  });
  const root = unpack(blob(layers[0]), join(scratch, 'root'));
  expect(execFileSync(join(root, 'usr/bin/program'), { encoding: 'utf8' })).toBe('hello\n');
});

test('a folder becomes files of the same paths', () => {
  const folder = join(scratch, 'folder');
  mkdirSync(join(folder, 'etc/app'), { recursive: true });
  writeFileSync(join(folder, 'etc/app/settings'), 'a=1\n');
  expect(filesOf(folder)).toEqual({ '/etc/app/settings': join(folder, 'etc/app/settings') });
});

test('the same files make the same bytes', () => {
  expect(readFileSync(write('one.tar'))).toEqual(readFileSync(write('other.tar')));
});
