// The archive that `make image` makes: made, unpacked, and run in a read-only root as a container would be. Real nodes
// import the same file with `ctr images import`.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ImageDescription } from '../../scripts/image/dockerfile.ts';
import { parseJson } from '../cluster/json.ts';
import type { ProcessSpec } from '../cluster/supervisor.ts';

const run = promisify(execFile);

/** Returns the digest of its manifest. */
export async function makeOperatorArchive(file: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['scripts/image.ts', file]);
  return /sha256:\w+/.exec(stdout)?.[0] ?? '';
}

interface Descriptor {
  readonly digest: string;
}

interface OciConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly ExposedPorts: Readonly<Record<string, object>>;
  readonly Entrypoint: readonly string[];
}

export interface UnpackedImage {
  readonly root: string;
  readonly config: OciConfig;
}

/** As a container runtime does: one layer over the other. The root is readable for every user. */
export async function unpackArchive(archive: string, root: string): Promise<UnpackedImage> {
  mkdirSync(root, { mode: 0o755 });
  const blobs = `${root}.blobs`;
  mkdirSync(blobs);
  await run('tar', ['-xf', archive, '-C', blobs]);
  const read = (file: string): string => readFileSync(join(blobs, file), 'utf8');
  const blobOf = ({ digest }: Descriptor): string => `blobs/${digest.replace(':', '/')}`;
  const [image] = parseJson<{ manifests: Descriptor[] }>(read('index.json')).manifests;
  if (image === undefined) throw new Error(`Cannot unpack ${archive}: it holds no image`);
  const { config, layers } = parseJson<{ config: Descriptor; layers: Descriptor[] }>(read(blobOf(image)));
  for (const layer of layers) await run('tar', ['-xpf', join(blobs, blobOf(layer)), '-C', root]);
  return { root, config: parseJson<{ config: OciConfig }>(read(blobOf(config))).config };
}

/** In the words of the Dockerfile. */
export function descriptionOf({ config }: UnpackedImage): Omit<ImageDescription, 'files'> {
  return {
    user: config.User,
    env: Object.fromEntries(config.Env.map((variable) => variable.split('=', 2))),
    ports: Object.keys(config.ExposedPorts).map((port) => port.replace('/tcp', '')),
    entrypoint: config.Entrypoint,
  };
}

/** Files that a kubelet would mount, before the root becomes read-only. */
export function mountFiles({ root }: UnpackedImage, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true, mode: 0o755 });
    writeFileSync(join(root, path), content, { mode: 0o644 });
  }
}

export interface ContainerSpec {
  /** After the entrypoint. */
  readonly args: readonly string[];
  /** Beside that of the image; nothing of this process's environment comes in. */
  readonly env?: Readonly<Record<string, string>>;
  /** That of the image unless given. */
  readonly user?: string;
}

const inReadOnlyRoot = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec chroot "$@"';

/** In the network of this machine. Without root, in a user namespace in which this process's user has the other's number. */
export function containerProcess(image: UnpackedImage, spec: ContainerSpec): Omit<ProcessSpec, 'logFile'> {
  const { root, config } = image;
  const { args, env = {}, user = config.User } = spec;
  const isRoot = process.getuid?.() === 0;
  const [uid, gid] = user.split(':');
  const namespaces = isRoot ? [] : ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--keep-caps'];
  const variables = [...config.Env, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const chroot = [...(isRoot ? [`--userspec=${user}`] : []), root, ...config.Entrypoint, ...args];
  const shell = ['sh', '-c', inReadOnlyRoot, root, ...chroot];
  return { command: 'unshare', args: [...namespaces, '--mount', 'env', '-i', ...variables, ...shell] };
}
