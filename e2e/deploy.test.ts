// `make deploy` against a running cluster.
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findBinaries } from './cluster/binaries/findBinaries.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { adminUser } from './cluster/users.ts';

interface Deployment {
  readonly metadata: { readonly generation: number };
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

interface Result {
  readonly succeeded: boolean;
  readonly out: string;
  readonly err: string;
}

const image = 'registry.example:5000/team/activestandby-operator:1.2.3';

let plane: ControlPlane;
let withKubectl: string;

beforeAll(async () => {
  plane = await startControlPlane();
  const folder = join(plane.directory, 'bin');
  mkdirSync(folder);
  symlinkSync(findBinaries().kubectl, join(folder, 'kubectl'));
  withKubectl = `${folder}:${process.env['PATH']}`;
}, 60_000);

afterAll(() => plane?.stop());

function deploy(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  // The tests may run under a make that passes its flags in the environment.
  execFile('make', ['deploy', ...args], { env: { ...process.env, MAKEFLAGS: '', ...env } }, (error, out, err) =>
    resolve({ succeeded: error === null, out, err }),
  );
  return promise;
}

function deployment(): Promise<Deployment> {
  const path = '/apis/apps/v1/namespaces/activestandby-system/deployments/activestandby-operator';
  return plane.api.request<Deployment>('GET', path);
}

describe('make deploy', () => {
  test('installs CRD and operator with the given image, and changes nothing when it is repeated', async () => {
    const env = { PATH: withKubectl, KUBECONFIG: plane.kubeconfig(adminUser) };
    for (const attempt of ['first', 'second']) {
      expect({ attempt, ...(await deploy(env, `IMAGE=${image}`)) }).toMatchObject({ succeeded: true, err: '' });
    }
    const { metadata, spec } = await deployment();
    expect(spec.template.spec.containers.map((container) => container.image)).toEqual([image]);
    expect(metadata.generation).toBe(1);
    await expect(plane.kubectl(['get', 'asvc'])).resolves.toBe('');
  }, 30_000);

  test('says what to do when no cluster answers', async () => {
    const unreachable = { PATH: withKubectl, KUBECONFIG: plane.kubeconfig(adminUser, 'https://127.0.0.1:1') };
    const { succeeded, err } = await deploy(unreachable);
    expect(succeeded).toBe(false);
    expect(err).toContain('Cannot deploy: no cluster answers; set KUBECONFIG');
  }, 30_000);

  test('says what to do when there is no kubectl', async () => {
    const folder = join(plane.directory, 'no-kubectl');
    mkdirSync(folder);
    symlinkSync((await whereIs('make')).trim(), join(folder, 'make'));
    const { succeeded, err } = await deploy({ PATH: folder });
    expect(succeeded).toBe(false);
    expect(err).toContain('Cannot deploy: there is no kubectl');
  });
});

function whereIs(command: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile('/bin/sh', ['-c', `command -v ${command}`], (_, out) => resolve(out));
  return promise;
}
