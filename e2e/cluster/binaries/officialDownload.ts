// The official binaries: Kubernetes' from dl.k8s.io, etcd's from its GitHub release. Only Linux has them.
// What else nodes need is not published in this form.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Environment, Platform } from './cache.ts';
import { ClusterError } from '../clusterError.ts';
import { download, downloadText, type Deadlines } from './download.ts';
import { goTarget } from './goTarget.ts';
import type { Progress } from './progress.ts';
import { etcdVersion, kubernetesVersion, type BinaryName } from './versions.ts';
import type { Way } from './way.ts';

export interface OfficialDownloadOptions {
  /** ACTIVESTANDBY_KUBERNETES_URL and ACTIVESTANDBY_ETCD_URL name mirrors. */
  readonly environment: Environment;
  readonly platform: Platform;
  readonly deadlines: Deadlines;
}

const run = promisify(execFile);

export function officialDownload(options: OfficialDownloadOptions): Way {
  return {
    title: 'download',
    offers: (name) => ['etcd', 'kubernetes'].includes(goTarget(name).module),
    obtain: (name, file, progress) => {
      if (options.platform.os !== 'linux') {
        throw new ClusterError(`download ${name}`, `there is no official build for ${options.platform.os}`);
      }
      const fetchBinary = name === 'etcd' ? downloadEtcd : downloadKubernetes(name);
      return fetchBinary(options, file, progress);
    },
  };
}

type FetchBinary = (options: OfficialDownloadOptions, file: string, progress: Progress) => Promise<void>;

function downloadKubernetes(name: BinaryName): FetchBinary {
  return async ({ environment, platform, deadlines }, file, progress) => {
    const base = environment['ACTIVESTANDBY_KUBERNETES_URL'] ?? 'https://dl.k8s.io';
    const url = `${base}/release/v${kubernetesVersion}/bin/${platform.os}/${platform.arch}/${name}`;
    const [sha256 = ''] = (await downloadText(`${url}.sha256`, deadlines)).trim().split(/\s/);
    await download({ url, sha256, file, deadlines, onProgress: showBytes(name, progress) });
  };
}

const downloadEtcd: FetchBinary = async ({ environment, platform, deadlines }, file, progress) => {
  const base = environment['ACTIVESTANDBY_ETCD_URL'] ?? 'https://github.com/etcd-io/etcd/releases/download';
  const folder = `etcd-v${etcdVersion}-${platform.os}-${platform.arch}`;
  const release = `${base}/v${etcdVersion}`;
  const sha256 = checksumOf(`${folder}.tar.gz`, await downloadText(`${release}/SHA256SUMS`, deadlines));
  const archive = `${file}.tar.gz`;
  const onProgress = showBytes('etcd', progress);
  try {
    await download({ url: `${release}/${folder}.tar.gz`, sha256, file: archive, deadlines, onProgress });
    await run('sh', ['-c', 'tar -xzOf "$1" "$2" > "$3"', 'sh', archive, `${folder}/etcd`, file]);
  } finally {
    await rm(archive, { force: true });
  }
};

function checksumOf(fileName: string, sums: string): string {
  const line = sums.split('\n').find((candidate) => candidate.trimEnd().endsWith(` ${fileName}`));
  if (line === undefined) throw new ClusterError(`download ${fileName}`, 'SHA256SUMS does not list it');
  return line.split(/\s/, 1).join('');
}

function showBytes(name: string, progress: Progress): (received: number, total: number) => void {
  const startedMs = performance.now();
  return (received, total) => {
    const seconds = (performance.now() - startedMs) / 1000;
    const left = total > 0 ? `, ${Math.ceil((seconds * (total - received)) / received)} s left` : '';
    progress.update(`  ${name}: ${megabytes(received)} of ${megabytes(total)} MB${left}`);
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
