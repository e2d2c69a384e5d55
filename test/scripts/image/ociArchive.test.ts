import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ociArchive, type Archive, type Image } from '../../../scripts/image/ociArchive.ts';
import type { TarEntry } from '../../../scripts/image/tarFile.ts';

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'active-standby-archive-'));
});

afterEach(() => rmSync(scratch, { recursive: true }));

const file = (name: string, text: string, mode = 0o644): TarEntry => ({
  path: name,
  content: { kind: 'file', mode, data: Buffer.from(text) },
});

const image: Image = {
  name: 'example.test/hello:1',
  description: {
    env: { PATH: '/usr/bin', GREETING: 'hello' },
    user: '65532:65532',
    ports: ['80'],
    entrypoint: ['run'],
  },
  layers: [[file('usr/bin/run', '#!/bin/sh\necho hello\n', 0o755), file('etc/it', 'old')], [file('etc/it', 'new')]],
};

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Of index, manifest and configuration, what these tests look at. */
interface Document {
  readonly manifests: readonly [Descriptor];
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

function read(name: string): Document {
  const value: Document = JSON.parse(readFileSync(path.join(scratch, 'layout', name), 'utf8'));
  return value;
}

function unpack({ data }: Archive): Descriptor {
  const [archive, layout] = [path.join(scratch, 'archive.tar'), path.join(scratch, 'layout')];
  writeFileSync(archive, data);
  mkdirSync(layout);
  execFileSync('tar', ['-xf', archive, '-C', layout]);
  const [manifest] = read('index.json').manifests;
  return manifest;
}

/** Its path in the layout; its size and its digest are those that are said of it. */
function blobOf({ digest, size }: Descriptor): string {
  const name = `blobs/${digest.replace(':', '/')}`;
  const content = readFileSync(path.join(scratch, 'layout', name));
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect({ size: content.length, digest: `sha256:${sha256}` }).toEqual({ size, digest });
  return name;
}

describe.each(['gzip', 'none'] as const)('an archive with the compression %s', (compression) => {
  test('is a layout whose blobs have their digests, down to the files of its layers', () => {
    const archive = ociArchive({ ...image, compression });
    const index = unpack(archive);
    expect(index.digest).toBe(archive.digest);
    const manifest = read(blobOf(index));
    const root = path.join(scratch, 'root');
    mkdirSync(root);
    const digests = manifest.layers.map((layer) => {
      const blob = path.join(scratch, 'layout', blobOf(layer));
      execFileSync('tar', ['-xf', blob, '-C', root]);
      const tar = layer.mediaType.endsWith('+gzip') ? execFileSync('gzip', ['-dc', blob]) : readFileSync(blob);
      return `sha256:${createHash('sha256').update(tar).digest('hex')}`;
    });
    expect(read(blobOf(manifest.config))).toMatchObject({ rootfs: { diff_ids: digests } });
    expect(execFileSync(path.join(root, 'usr/bin/run'), { encoding: 'utf8' })).toBe('hello\n');
    expect(readFileSync(path.join(root, 'etc/it'), 'utf8')).toBe('new');
  });

  test('is the same for the same input', () => {
    const [one, other] = [ociArchive({ ...image, compression }), ociArchive({ ...image, compression })];
    expect(one.data.equals(other.data)).toBe(true);
  });
});

test('the configuration says what the description does', () => {
  const { config } = read(blobOf(unpack(ociArchive(image))));
  expect(read(blobOf(config))).toMatchObject({
    os: 'linux',
    config: {
      User: '65532:65532',
      Env: ['PATH=/usr/bin', 'GREETING=hello'],
      ExposedPorts: { '80/tcp': {} },
      Entrypoint: ['run'],
    },
  });
});

test.each([
  ['it:1', 'docker.io/library/it:1'],
  ['team/it:1', 'docker.io/team/it:1'],
  ['localhost/it:1', 'localhost/it:1'],
  ['registry:5000/it:1', 'registry:5000/it:1'],
  ['example.test/team/it:1', 'example.test/team/it:1'],
])('the image %s is imported as %s, as a pod names it', (name, imported) => {
  expect(unpack(ociArchive({ ...image, name })).annotations).toEqual({
    'io.containerd.image.name': imported,
    'org.opencontainers.image.ref.name': name,
  });
});
