// Puts layers and a description together into one OCI archive, as `ctr images import`, `kind load image-archive` and
// skopeo take it. The same input gives the same bytes.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ImageDescription } from './dockerfile.ts';
import { tarOf, withFolders, type TarEntry } from './tarFile.ts';

export interface Image {
  /** With its tag: registry.example.com/activestandby-operator:0.1.0 */
  readonly name: string;
  readonly description: Omit<ImageDescription, 'files'>;
  /** Lowest first. */
  readonly layers: readonly (readonly TarEntry[])[];
  /** What is imported on the same machine is not worth the seconds that gzip takes. Default: gzip. */
  readonly compression?: 'gzip' | 'none';
}

export interface Archive {
  readonly data: Buffer;
  /** Of the manifest: the name of this image in any registry. */
  readonly digest: string;
}

interface Blob {
  readonly descriptor: { readonly mediaType: string; readonly digest: string; readonly size: number };
  readonly data: Buffer;
}

const MEDIA_TYPE = 'application/vnd.oci.image';
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

export function ociArchive({ name, description, layers, compression = 'gzip' }: Image): Archive {
  const tars = layers.map((entries) => tarOf(withFolders(entries)));
  const layerBlobs = tars.map((tar) => layerBlob(tar, compression));
  const config = jsonBlob(`${MEDIA_TYPE}.config.v1+json`, configOf(description, tars));
  const manifest = jsonBlob(`${MEDIA_TYPE}.manifest.v1+json`, {
    schemaVersion: 2,
    mediaType: `${MEDIA_TYPE}.manifest.v1+json`,
    config: config.descriptor,
    layers: layerBlobs.map(({ descriptor }) => descriptor),
  });
  const index = {
    schemaVersion: 2,
    mediaType: `${MEDIA_TYPE}.index.v1+json`,
    manifests: [{ ...manifest.descriptor, platform, annotations: annotationsOf(name) }],
  };
  const blobs = [config, manifest, ...layerBlobs].map(({ descriptor, data }) =>
    fileEntry(`blobs/${descriptor.digest.replace(':', '/')}`, data),
  );
  const layout = fileEntry('oci-layout', toJson({ imageLayoutVersion: '1.0.0' }));
  const data = tarOf(withFolders([layout, fileEntry('index.json', toJson(index)), ...blobs]));
  return { data, digest: manifest.descriptor.digest };
}

const platform = { architecture: architectures[process.arch] ?? process.arch, os: 'linux' };

function configOf({ env, user, ports, entrypoint }: Image['description'], tars: readonly Buffer[]): object {
  return {
    created: '1970-01-01T00:00:00Z',
    ...platform,
    config: {
      User: user,
      ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      Entrypoint: entrypoint,
      WorkingDir: '/',
    },
    rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
  };
}

/** The first is what containerd calls the image, the second is the reference inside of the archive. */
function annotationsOf(name: string): Readonly<Record<string, string>> {
  return { 'io.containerd.image.name': qualified(name), 'org.opencontainers.image.ref.name': name };
}

/** As Kubernetes completes the name in a pod: one without a registry is Docker's. */
function qualified(name: string): string {
  const [first = ''] = name.split('/');
  if (!name.includes('/')) return `docker.io/library/${name}`;
  return /[.:]|^localhost$/.test(first) ? name : `docker.io/${name}`;
}

function layerBlob(tar: Buffer, compression: 'gzip' | 'none'): Blob {
  const mediaType = `${MEDIA_TYPE}.layer.v1.tar`;
  return compression === 'gzip' ? blob(`${mediaType}+gzip`, gzipSync(tar)) : blob(mediaType, tar);
}

function blob(mediaType: string, data: Buffer): Blob {
  return { descriptor: { mediaType, digest: digestOf(data), size: data.length }, data };
}

function jsonBlob(mediaType: string, value: object): Blob {
  return blob(mediaType, toJson(value));
}

function fileEntry(path: string, data: Buffer): TarEntry {
  return { path, content: { kind: 'file', mode: 0o644, data } };
}

function digestOf(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

function toJson(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
