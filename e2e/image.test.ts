// The archive of `make image` is the image of the Dockerfile, it is the same each time, and the operator runs from it as
// in a pod: with the Deployment's arguments and the token of its ServiceAccount, not as root, in a read-only root.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { imageDescription } from '../scripts/image/dockerfile.ts';
import { accountOfPod, podOfDeployment, startInstalledPlane } from './support/installation.ts';
import {
  containerProcess,
  descriptionOf,
  makeOperatorArchive,
  mountFiles,
  unpackArchive,
  type ContainerSpec,
  type UnpackedImage,
} from './support/operatorArchive.ts';
import { createAsvc, createReadyPods, openScene, removePod } from './support/scene.ts';
import { untilServing } from './support/servingScene.ts';

const folder = mkdtempSync(join(tmpdir(), 'active-standby-image-'));
const archive = join(folder, 'operator.tar');
let digest: string;
let image: UnpackedImage;

beforeAll(async () => {
  digest = await makeOperatorArchive(archive);
  image = await unpackArchive(archive, join(folder, 'root'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function found(...tests: readonly string[]): readonly string[] {
  const paths = execFileSync('find', ['.', ...tests], { cwd: image.root, encoding: 'utf8' });
  return paths.split('\n').filter((path) => path !== '');
}

function run(spec: ContainerSpec) {
  const { command, args } = containerProcess(image, spec);
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the archive', () => {
  test('has the files, the user, the environment and the entrypoint of the Dockerfile', () => {
    const { files, ...description } = imageDescription();
    expect(descriptionOf(image)).toEqual(description);
    const differing = Object.entries(files).filter(
      ([target, source]) => !readFileSync(join(image.root, target)).equals(readFileSync(source)),
    );
    expect(differing).toEqual([]);
  });

  test('is the same when it is made again later', async () => {
    utimesSync('dist/operator.mjs', new Date(), new Date());
    const again = join(folder, 'again.tar');
    expect(await makeOperatorArchive(again)).toBe(digest);
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(true);
  }, 120_000);

  test('has no program but Node, and nothing to write to but /tmp', () => {
    expect(found('-type', 'f', '-perm', '/111', '!', '-name', '*.so*')).toEqual(['./nodejs/bin/node']);
    expect(found('-perm', '/022', '!', '-type', 'l')).toEqual(['./tmp']);
    expect(found('-perm', '/6000')).toEqual([]);
  });

  test('names the packages of its libraries, with their licences', () => {
    const status = join(image.root, 'var/lib/dpkg/status.d/libc6');
    expect(readFileSync(status, 'utf8')).toMatch(/^Version: .+$/m);
    expect(readFileSync(join(image.root, 'usr/share/doc/libc6/copyright'), 'utf8')).toContain('GNU');
  });
});

describe('its entrypoint', () => {
  test.each(['65532:65532', '1000650000:0'])('runs as user %s', (user) => {
    expect(run({ args: ['--help'], user })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--kubeconfig'),
    });
  });

  test('finds its root read-only and is not root', () => {
    const { config, root } = image;
    const look = `const tried = [process.getuid()];
      for (const file of ['/x', '/tmp/x']) try { fs.writeFileSync(file, '') } catch ({ code }) { tried.push(code) }
      console.log(tried.join(' '))`;
    const [node = ''] = config.Entrypoint;
    const shell = { root, config: { ...config, Entrypoint: [node, '-e', look] } };
    const { command, args } = containerProcess(shell, { args: [] });
    expect(spawnSync(command, args, { encoding: 'utf8' }).stdout).toBe('65532 EROFS EROFS\n');
  });

  test('leads and serves with the token of its ServiceAccount', async () => {
    const plane = await startInstalledPlane();
    try {
      const { args, env } = await podOfDeployment(plane, 'operator-0');
      const account = await accountOfPod(plane);
      mountFiles(image, account.files);
      const ports = ['--metrics-bind-address=127.0.0.1:0', '--health-probe-bind-address=127.0.0.1:0'];
      const container = containerProcess(image, { args: [...args, ...ports], env: { ...env, ...account.env } });
      const process = await plane.supervisor.start({ ...container, logFile: join(plane.directory, 'container.log') });
      const scene = await openScene(plane);
      await createReadyPods(scene, ['orders-0', 'orders-1']);
      await createAsvc(scene);
      await untilServing(scene, 'orders-0', 1);
      await removePod(scene, 'orders-0');
      await untilServing(scene, 'orders-1', 2);
      expect((await process.stop('SIGTERM')).code).toBe(0);
    } finally {
      await plane.stop();
    }
  }, 60_000);
});
