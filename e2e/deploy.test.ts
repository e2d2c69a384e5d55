// Installs the operator as users do: `make manifests` and `kubectl apply -f install.yaml`, or `make deploy`.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { manifestsIn, manifestsOf } from './cluster/bindOperator.ts';
import { startControlPlane, type ControlPlane } from './cluster/controlPlane.ts';
import { eventuallyAll } from './cluster/eventually.ts';
import type { Pod } from './cluster/pods.ts';
import { pods } from './cluster/resources.ts';
import { adminUser } from './cluster/users.ts';
import { deployment, install, makeInstallYaml, NAMESPACE, runAsUser, runCommand } from './support/installation.ts';

const image = 'registry.example:5000/team/activestandby-operator:1.2.3';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
}, 60_000);

afterAll(() => plane?.stop());

async function imagesOfDeployment(): Promise<readonly (string | undefined)[]> {
  const { spec } = await deployment(plane);
  return (spec?.template.spec?.containers ?? []).map((container) => container.image);
}

describe('install.yaml', () => {
  test('has the CRD first, then the namespace, and nothing but what config/ lists', async () => {
    const file = await makeInstallYaml(plane);
    const manifests = manifestsIn(readFileSync(file, 'utf8'));
    const kinds = manifests.map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['CustomResourceDefinition', 'Namespace']);
    expect(manifests.slice(1)).toEqual(await manifestsOf(plane, 'config'));
  });

  test('is applied in one go and without a warning, and its ReplicaSet may create the pods', async () => {
    const output = await install(plane);
    expect(output).toMatchObject({ succeeded: true, err: '' });
    expect(output.out.trim().split('\n')).not.toContainEqual(expect.not.stringMatching(/ created$/));
    const created = await eventuallyAll<Pod>(
      plane.api,
      { resource: pods, namespace: NAMESPACE },
      ({ length }) => length === 2,
    );
    const accounts = created.map(({ spec }) => spec?.serviceAccountName);
    expect(accounts).toEqual(['activestandby-operator', 'activestandby-operator']);
  }, 30_000);

  test('changes nothing when it is applied again', async () => {
    const lines = (await install(plane)).out.trim().split('\n');
    // kubectl replaces the selector of a disruption budget each time, by the same one.
    const changed = lines.filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget'));
    expect(changed).toEqual([]);
  });
});

function variables(): readonly string[] {
  return [`INSTALL_YAML=${join(plane.directory, 'deploy.yaml')}`];
}

describe('make deploy', () => {
  test('installs the operator with the image that it is given, in one rollout', async () => {
    const { generation = 0 } = (await deployment(plane)).metadata ?? {};
    for (const attempt of ['first', 'second']) {
      const output = await runAsUser(plane, 'make', 'deploy', `IMAGE=${image}`, ...variables());
      expect({ attempt, ...output }).toMatchObject({ succeeded: true, err: '' });
    }
    expect(await imagesOfDeployment()).toEqual([image]);
    expect((await deployment(plane)).metadata?.generation).toBe(generation + 1);
    await expect(plane.kubectl(['get', 'asvc'])).resolves.toBe('');
  }, 30_000);

  test('says what to do when no cluster answers', async () => {
    const nowhere = `KUBECONFIG=${plane.kubeconfig(adminUser, 'https://127.0.0.1:1')}`;
    const { succeeded, err } = await runAsUser(plane, 'env', nowhere, 'make', 'deploy', ...variables());
    expect(succeeded).toBe(false);
    expect(err).toContain('Cannot deploy: no cluster answers; set KUBECONFIG');
  }, 30_000);

  test('says what to do when there is no kubectl', async () => {
    const folder = join(plane.directory, 'no-kubectl');
    mkdirSync(folder);
    symlinkSync((await whereIs('make')).trim(), join(folder, 'make'));
    const { succeeded, err } = await runCommand(['make', 'deploy', ...variables()], { PATH: folder });
    expect(succeeded).toBe(false);
    expect(err).toContain('Cannot make the manifests: there is no kubectl');
  });
});

function whereIs(command: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile('/bin/sh', ['-c', `command -v ${command}`], (_, out) => resolve(out));
  return promise;
}
