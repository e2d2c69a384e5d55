import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory, thisPlatform, type Environment } from './cache.ts';
import { FileServer, type Answer } from './fileServer.ts';
import { goBuild } from './goBuild.ts';
import { obtainBinaries } from './obtainBinaries.ts';
import { officialDownload } from './officialDownload.ts';
import type { Progress } from './progress.ts';
import { binaryNames, etcdVersion, kubernetesVersion, type BinaryName } from './versions.ts';
import type { Way } from './way.ts';

const platform = { os: 'linux', arch: thisPlatform().arch };
const deadlines = { firstByteMs: 150, silenceMs: 150 };
const kubernetesPath = `/release/v${kubernetesVersion}/bin/linux/${platform.arch}`;
const etcdFolder = `etcd-v${etcdVersion}-linux-${platform.arch}`;

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function put(file: string, content = `kept ${file}`): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}

describe('obtaining binaries', () => {
  let root = '';
  let server: FileServer | undefined;
  let notes: string[] = [];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'active-standby-obtain-'));
    notes = [];
  });

  afterEach(async () => {
    await server?.stop();
    server = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  const progress: Progress = { note: (line) => notes.push(line), update: () => undefined };

  function environment(): Environment {
    const url = server?.url ?? 'http://127.0.0.1:1024';
    return { ACTIVESTANDBY_CACHE: root, ACTIVESTANDBY_KUBERNETES_URL: url, ACTIVESTANDBY_ETCD_URL: url };
  }

  function cached(name: string): string {
    return join(cacheDirectory(environment(), thisPlatform()), name);
  }

  /** All binaries but the named ones are in the cache already. */
  function onlyMissing(...missing: BinaryName[]): void {
    for (const name of binaryNames) if (!missing.includes(name)) put(cached(name));
  }

  const builds: Way = {
    title: 'build',
    obtain: (name, file) => {
      writeFileSync(file, `built ${name}`);
      return Promise.resolve();
    },
  };

  function obtain(ways?: readonly Way[]): Promise<void> {
    const download = officialDownload({ environment: environment(), platform, deadlines });
    return obtainBinaries({
      environment: environment(),
      platform: thisPlatform(),
      ways: ways ?? [download, builds],
      progress,
    });
  }

  async function serve(files: Record<string, Answer>): Promise<void> {
    server = await FileServer.start(new Map(Object.entries(files)));
  }

  async function serveKubectl(answer: Answer, checksum: string): Promise<void> {
    await serve({
      [`${kubernetesPath}/kubectl.sha256`]: { type: 'content', content: Buffer.from(checksum) },
      [`${kubernetesPath}/kubectl`]: answer,
    });
    onlyMissing('kubectl');
  }

  const content = Buffer.from('the official kubectl '.repeat(1000));

  test('says and does nothing when all are cached', async () => {
    onlyMissing();
    await obtain([]);
    expect(notes).toEqual([]);
  });

  test('takes from KUBEBUILDER_ASSETS what is there, and looks each binary up by itself', async () => {
    const assets = join(root, 'assets');
    for (const name of ['etcd', 'kube-apiserver', 'kubectl']) put(join(assets, name));
    const withAssets = { ...environment(), KUBEBUILDER_ASSETS: assets };
    await obtainBinaries({ environment: withAssets, platform: thisPlatform(), ways: [builds], progress });
    expect(readdirSync(cacheDirectory(withAssets, thisPlatform()))).toEqual(['kube-controller-manager']);
  });

  test('keeps a download with the right checksum, executable', async () => {
    await serveKubectl({ type: 'content', content }, `${sha256(content)}\n`);
    await obtain();
    expect(readFileSync(cached('kubectl'))).toEqual(content);
    expect(notes.at(-1)).toMatch(/kubectl: ready after \d+ s \(download\)/);
    expect(() => execFileSync('test', ['-x', cached('kubectl')])).not.toThrow();
  });

  test('takes etcd out of its release archive', async () => {
    put(join(root, etcdFolder, 'etcd'), 'the official etcd');
    const archive = execFileSync('tar', ['-czf', '-', '-C', root, etcdFolder]);
    const sums = `${'0'.repeat(64)}  other.tar.gz\n${sha256(archive)}  ${etcdFolder}.tar.gz\n`;
    await serve({
      [`/v${etcdVersion}/SHA256SUMS`]: { type: 'content', content: Buffer.from(sums) },
      [`/v${etcdVersion}/${etcdFolder}.tar.gz`]: { type: 'content', content: archive },
    });
    onlyMissing('etcd');
    await obtain();
    expect(readFileSync(cached('etcd'), 'utf8')).toBe('the official etcd');
  });

  test.each<[string, Answer, RegExp]>([
    ['has a wrong checksum', { type: 'content', content: Buffer.from('changed') }, /its SHA-256 is [0-9a-f]{64}, and/],
    ['is cut off', { type: 'cutOff', content }, /Cannot download .*: other side closed/],
    ['stalls half-way', { type: 'stalls', content }, /the server sent nothing for 0.15 s/],
    ['never begins', { type: 'silence' }, /the server sent nothing for 0.15 s/],
  ])('a download that %s is not kept, and the next way is gone', async (_, answer, reason) => {
    await serveKubectl(answer, sha256(content));
    await obtain();
    expect(notes.join('\n')).toMatch(reason);
    expect(readFileSync(cached('kubectl'), 'utf8')).toBe('built kubectl');
    expect(readdirSync(join(cached('kubectl'), '..')).toSorted()).toEqual([...binaryNames].toSorted());
  });

  test('a 404 is named, and the next way is gone', async () => {
    await serve({});
    onlyMissing('kube-apiserver');
    await obtain();
    expect(notes.join('\n')).toContain('the server answered 404 Not Found');
    expect(readFileSync(cached('kube-apiserver'), 'utf8')).toBe('built kube-apiserver');
  });

  test('no official build is looked for on macOS', async () => {
    await serve({});
    onlyMissing('kubectl');
    const download = officialDownload({
      environment: environment(),
      platform: { os: 'darwin', arch: 'arm64' },
      deadlines,
    });
    await obtain([download, builds]);
    expect(notes.join('\n')).toContain('there is no official build for darwin');
    expect(server?.requests).toEqual([]);
  });

  test('with neither a download nor Go the error says why and what to do', async () => {
    onlyMissing('kubectl');
    const download = officialDownload({ environment: environment(), platform, deadlines });
    const failure = obtain([download, goBuild({ PATH: root })]);
    await expect(failure).rejects.toThrow(
      /download: .*ECONNREFUSED[^]*go cannot be run[^]*install Go from https:\/\/go.dev/,
    );
    expect(existsSync(cached('kubectl'))).toBe(false);
  });

  test('two at once both succeed', async () => {
    await Promise.all([obtain([builds]), obtain([builds])]);
    expect(readdirSync(join(cached('etcd'), '..')).toSorted()).toEqual([...binaryNames].toSorted());
  });

  test('what a killed process left hours ago is removed, what is young stays', async () => {
    put(cached('.etcd.old.partial'));
    put(cached('.etcd.young.partial'));
    const longAgo = new Date(Date.now() - 4 * 3600 * 1000);
    utimesSync(cached('.etcd.old.partial'), longAgo, longAgo);
    await obtain([builds]);
    expect(existsSync(cached('.etcd.old.partial'))).toBe(false);
    expect(existsSync(cached('.etcd.young.partial'))).toBe(true);
  });
});

test.each([
  ['kubernetes', `k8s.io/kubernetes v${kubernetesVersion}`],
  ['etcd', `go.etcd.io/etcd/server/v3 v${etcdVersion}`],
])('the go.mod of %s names the pinned version', (module, requirement) => {
  expect(readFileSync(new URL(`${module}/go.mod`, import.meta.url), 'utf8')).toContain(requirement);
});
