import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadKubeConfig } from '../../src/kube/loadKubeConfig.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'kubeconfig-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(file: string, server: string, context = server): string {
  const name = path.join(directory, file);
  mkdirSync(path.dirname(name), { recursive: true });
  const config = {
    clusters: [{ name: server, cluster: { server: `https://${server}` } }],
    users: [{ name: server, user: { token: 'secret' } }],
    contexts: [{ name: server, context: { cluster: server, user: server } }],
    'current-context': context,
  };
  writeFileSync(name, JSON.stringify(config));
  return name;
}

function serverOf(file: string | undefined, environment = {}): string | undefined {
  return loadKubeConfig(file, environment).getCurrentCluster()?.server;
}

describe('the kubeconfig', () => {
  it('is the given file first', () => {
    const given = write('given', 'one');
    expect(serverOf(given, { KUBECONFIG: write('variable', 'two'), HOME: directory })).toBe('https://one');
  });

  it('is the file of KUBECONFIG before the one at home', () => {
    write('.kube/config', 'home');
    expect(serverOf(undefined, { KUBECONFIG: write('variable', 'two'), HOME: directory })).toBe('https://two');
  });

  it('is the one at home by default', () => {
    write('.kube/config', 'home');
    expect(serverOf(undefined, { HOME: directory })).toBe('https://home');
  });

  it('is merged from several files: the first sets the context, and some may be missing', () => {
    const files = [path.join(directory, 'absent'), write('a', 'one'), write('b', 'two')];
    const kubeConfig = loadKubeConfig(undefined, { KUBECONFIG: files.join(path.delimiter) });
    expect(kubeConfig.getCurrentContext()).toBe('one');
    expect(kubeConfig.getClusters().map(({ name }) => name)).toEqual(['one', 'two']);
  });
});

describe('without a usable kubeconfig', () => {
  it('the error names all places that were searched', () => {
    expect(() => loadKubeConfig(undefined, { HOME: directory })).toThrow(
      `Cannot find a cluster: no kubeconfig file was given, KUBECONFIG is not set, ${directory}/.kube/config does not exist, ` +
        'KUBERNETES_SERVICE_HOST is not set, so this is not a pod',
    );
  });

  it('the error of a pod without a token says so', () => {
    expect(() => loadKubeConfig(undefined, { KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toThrow(
      'HOME is not set, /var/run/secrets/kubernetes.io/serviceaccount/token does not exist',
    );
  });

  it.each([
    ['is missing', undefined, 'no such file'],
    ['is no YAML', '{', /Cannot load kubeconfig .*broken: ./],
    ['has no context', '{}', 'it has no current context'],
    [
      'names a context that is not there',
      'current-context: lost',
      'its current context "lost" has no cluster or no user',
    ],
  ])('the error of a file that %s says so', (_, content, message) => {
    const file = path.join(directory, 'broken');
    if (content !== undefined) writeFileSync(file, content);
    expect(() => loadKubeConfig(file, {})).toThrow(message);
  });
});
