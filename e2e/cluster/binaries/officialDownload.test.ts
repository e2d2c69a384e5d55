import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { thisPlatform } from './cache.ts';
import { ordinaryDeadlines } from './download.ts';
import { FileServer, type Answer } from './fileServer.ts';
import { officialDownload } from './officialDownload.ts';
import { ScratchCache, building, putExecutable } from './scratchCache.ts';
import { binaryNames, etcdVersion, kubernetesVersion } from './versions.ts';

const { arch } = thisPlatform();
const kubectlPath = `/release/v${kubernetesVersion}/bin/linux/${arch}/kubectl`;
const etcdFolder = `etcd-v${etcdVersion}-linux-${arch}`;
const official = Buffer.from('the official kubectl '.repeat(1000));

/** Only for a silent server: any other may be slow on a busy machine. */
const impatient = { firstByteMs: 150, silenceMs: 150 };

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function text(content: string): Answer {
  return { type: 'content', content: Buffer.from(content) };
}

describe('the official download', () => {
  let cache: ScratchCache;
  let server: FileServer;

  beforeEach(() => {
    cache = new ScratchCache();
  });

  afterEach(async () => {
    await server.stop();
    cache.remove();
  });

  async function obtainFrom(files: Readonly<Record<string, Answer>>, os = 'linux'): Promise<void> {
    server = await FileServer.start(new Map(Object.entries(files)));
    const environment = { ACTIVESTANDBY_KUBERNETES_URL: server.url, ACTIVESTANDBY_ETCD_URL: server.url };
    const isAwaited = Object.values(files).some(({ type }) => type === 'stalls' || type === 'silence');
    const deadlines = isAwaited ? impatient : ordinaryDeadlines;
    await cache.obtain([officialDownload({ environment, platform: { os, arch }, deadlines }), building]);
  }

  test('is kept, executable, when its checksum is right', async () => {
    cache.fillExcept('kubectl');
    const checksum = text(`${sha256(official)}\n`);
    await obtainFrom({ [`${kubectlPath}.sha256`]: checksum, [kubectlPath]: { type: 'content', content: official } });
    expect(cache.content('kubectl')).toBe(official.toString());
    expect(() => accessSync(cache.file('kubectl'), constants.X_OK)).not.toThrow();
    expect(cache.notes.at(-1)).toMatch(/kubectl: ready after \d+ s \(download\)/);
  });

  test('takes etcd out of its release archive', async () => {
    cache.fillExcept('etcd');
    putExecutable(join(cache.root, etcdFolder, 'etcd'), 'the official etcd');
    const archive = execFileSync('tar', ['-czf', '-', '-C', cache.root, etcdFolder]);
    const sums = `${'0'.repeat(64)}  other.tar.gz\n${sha256(archive)}  ${etcdFolder}.tar.gz\n`;
    await obtainFrom({
      [`/v${etcdVersion}/SHA256SUMS`]: text(sums),
      [`/v${etcdVersion}/${etcdFolder}.tar.gz`]: { type: 'content', content: archive },
    });
    expect(cache.content('etcd')).toBe('the official etcd');
    expect(cache.list()).toEqual([...binaryNames].toSorted());
  });

  test.each<[string, Answer, RegExp]>([
    ['has a wrong checksum', text('changed'), /its SHA-256 is [0-9a-f]{64}, and [0-9a-f]{64} is expected/],
    ['is cut off', { type: 'cutOff', content: official }, /Cannot download .*: other side closed/],
    ['stalls half-way', { type: 'stalls', content: official }, /the server sent nothing for 0.15 s/],
    ['never begins', { type: 'silence' }, /the server sent nothing for 0.15 s/],
  ])('is not kept when it %s, and the next way is tried', async (_, answer, reason) => {
    cache.fillExcept('kubectl');
    await obtainFrom({ [`${kubectlPath}.sha256`]: text(sha256(official)), [kubectlPath]: answer });
    expect(cache.notes.join('\n')).toMatch(reason);
    expect(cache.content('kubectl')).toBe('built kubectl');
    expect(cache.list()).toEqual([...binaryNames].toSorted());
  });

  test('that is missing (404) is named, and the next way is tried', async () => {
    cache.fillExcept('kube-apiserver');
    await obtainFrom({});
    expect(cache.notes.join('\n')).toContain('the server answered 404 Not Found');
    expect(cache.content('kube-apiserver')).toBe('built kube-apiserver');
  });

  test('is not requested on macOS', async () => {
    cache.fillExcept('kubectl');
    await obtainFrom({}, 'darwin');
    expect(cache.notes.join('\n')).toContain('there is no official build for darwin');
    expect(server.requests).toEqual([]);
  });
});
