// OCI images without a registry: an archive made of files, and its import on a node.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { thisPlatform } from '../binaries/cache.ts';
import { requireBinary } from '../binaries/findBinaries.ts';
import { run } from './command.ts';
import { tarArchive, type TarEntry } from './tar.ts';

export interface Image {
  /** With its tag, such as `activestandby.test/app:1`. */
  readonly name: string;
  /** Path in the image → file here; all may be executed. */
  readonly files: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly env?: readonly string[];
}

/** Of all files below a folder, with their paths in it. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  return Object.fromEntries(files.map((file) => [`/${relative(folder, file)}`, file]));
}

const prefix = 'application/vnd.oci.image';

interface Blob {
  readonly digest: string;
  readonly content: Buffer;
}

export function writeImage(file: string, image: Image): string {
  const layer = blobOf(tarArchive(layerEntries(image)));
  const config = blobOf(Buffer.from(JSON.stringify(configOf(image, layer))));
  const manifest = blobOf(
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `${prefix}.manifest.v1+json`,
        config: descriptorOf('config.v1+json', config),
        layers: [descriptorOf('layer.v1.tar', layer)],
      }),
    ),
  );
  const index = {
    schemaVersion: 2,
    mediaType: `${prefix}.index.v1+json`,
    manifests: [
      {
        ...descriptorOf('manifest.v1+json', manifest),
        platform: platform(),
        annotations: { 'io.containerd.image.name': image.name },
      },
    ],
  };
  const blobs = [config, manifest, layer].map(({ digest, content }) => ({
    path: `blobs/${digest.replace(':', '/')}`,
    content,
  }));
  const head = [
    { path: 'oci-layout', content: Buffer.from('{"imageLayoutVersion":"1.0.0"}') },
    { path: 'index.json', content: Buffer.from(JSON.stringify(index)) },
  ];
  writeFileSync(file, tarArchive([...head, ...blobs]));
  return file;
}

/** On the node whose containerd listens here. */
export async function importImage(socket: string, archive: string): Promise<void> {
  await run(requireBinary('ctr'), '--address', socket, '--namespace', 'k8s.io', 'images', 'import', archive);
}

function layerEntries({ files }: Image): readonly TarEntry[] {
  const folders = new Set(Object.keys(files).flatMap(parentsOf));
  return [
    ...[...folders].toSorted().map((path) => ({ path })),
    ...Object.entries(files).map(([path, file]) => ({ path: path.slice(1), content: readFileSync(file), mode: 0o755 })),
  ];
}

function parentsOf(path: string): readonly string[] {
  const parent = posix.dirname(path);
  return parent === '/' ? [] : [...parentsOf(parent), parent.slice(1)];
}

function configOf({ entrypoint, env = [] }: Image, layer: Blob): object {
  return {
    ...platform(),
    config: { Entrypoint: entrypoint, Env: ['PATH=/bin', ...env], WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  };
}

function platform(): object {
  const { os, arch } = thisPlatform();
  return { os, architecture: arch };
}

function blobOf(content: Buffer): Blob {
  return { digest: `sha256:${createHash('sha256').update(content).digest('hex')}`, content };
}

function descriptorOf(type: string, { digest, content }: Blob): object {
  return { mediaType: `${prefix}.${type}`, digest, size: content.length };
}
