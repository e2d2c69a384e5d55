import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectoryOf, thisPlatform } from './cache.ts';
import { goBuild } from './goBuild.ts';
import { fingerprintOf } from './goTarget.ts';
import { ScratchCache, building, putExecutable } from './scratchCache.ts';
import { binaryNames, etcdVersion, kubernetesVersion } from './versions.ts';
import type { Way } from './way.ts';

const refused: Way = {
  title: 'download',
  offers: () => true,
  obtain: () => Promise.reject(new Error('no network here')),
};

describe('obtaining binaries', () => {
  let cache: ScratchCache;

  beforeEach(() => {
    cache = new ScratchCache();
  });

  afterEach(() => cache.remove());

  test('prints and does nothing when all are cached', async () => {
    cache.fillExcept();
    await cache.obtain([]);
    expect(cache.notes).toEqual([]);
  });

  test('uses the binaries in KUBEBUILDER_ASSETS, and looks up each of them separately', async () => {
    const assets = join(cache.root, 'assets');
    for (const name of ['etcd', 'kube-apiserver', 'kubectl']) putExecutable(join(assets, name));
    await cache.obtain([building], { KUBEBUILDER_ASSETS: assets });
    expect(cache.list()).toEqual(['kube-controller-manager']);
  });

  test('leaves out a way that does not offer the binary', async () => {
    cache.fillExcept('kubectl');
    await cache.obtain([{ ...refused, offers: () => false }, building]);
    expect(cache.notes.slice(2)).toEqual(['  kubectl: ready after 0 s (build)']);
  });

  test('tries the ways in order until one works, and prints why', async () => {
    cache.fillExcept('kubectl');
    await cache.obtain([refused, building]);
    expect(cache.content('kubectl')).toBe('built kubectl');
    expect(cache.notes.slice(-2)).toEqual(['  kubectl: no network here', '  kubectl: ready after 0 s (build)']);
  });

  test('with neither a download nor Go the error says why and what to do', async () => {
    cache.fillExcept('kubectl');
    const failure = cache.obtain([refused, goBuild({ PATH: cache.root })]);
    await expect(failure).rejects.toThrow(
      /download: no network here\n.*go cannot be run[^]*install Go from https:\/\/go.dev/,
    );
    expect(cache.content('kubectl')).toBeUndefined();
  });

  test('two concurrent processes both succeed', async () => {
    await Promise.all([cache.obtain([building]), cache.obtain([building])]);
    expect(cache.list()).toEqual([...binaryNames].toSorted());
  });

  test('files that a killed process left hours ago are removed, and young ones stay', async () => {
    const longAgo = new Date(Date.now() - 4 * 3600 * 1000);
    for (const age of ['old', 'young']) putExecutable(cache.file(`.etcd.${age}.partial`));
    utimesSync(cache.file('.etcd.old.partial'), longAgo, longAgo);
    await cache.obtain([building]);
    expect(cache.list()).toEqual(['.etcd.young.partial', ...[...binaryNames].toSorted()]);
  });
});

test.each([
  ['kubernetes', `k8s.io/kubernetes v${kubernetesVersion}`],
  ['etcd', `go.etcd.io/etcd/server/v3 v${etcdVersion}`],
])('the go.mod of %s names the pinned version', (module, requirement) => {
  expect(readFileSync(new URL(`../${module}/go.mod`, import.meta.url), 'utf8')).toContain(requirement);
});

test('a binary of a module of this repository is obtained again when the module changes', () => {
  const [app, kubelet] = (['app', 'kubelet'] as const).map((name) => cacheDirectoryOf(name, {}, thisPlatform()));
  expect(app).toContain(`app-${fingerprintOf('app')}-`);
  expect(fingerprintOf('app')).not.toBe(fingerprintOf('coredns'));
  expect(kubelet).toContain(`kubernetes-v${kubernetesVersion}-`);
});
