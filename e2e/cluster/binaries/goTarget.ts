// How is each binary built with Go? The folders of the same names beside this one hold the go.mod files, which pin every
// version; in some of them is the program itself.
import { readFileSync, readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { kubernetesVersion, type BinaryName } from './versions.ts';

export interface GoTarget {
  /** A folder with a go.mod file. */
  readonly module: string;
  readonly package: string;
  /** Measured on 2 cores with nothing in Go's caches; packages built for one binary are not built again for the next. */
  readonly duration: string;
  readonly tags?: string;
  /** After `-s -w`. */
  readonly linkerFlags?: readonly string[];
  /** Linked statically against C libraries. */
  readonly needsC?: boolean;
}

const containerd = 'github.com/containerd/containerd/v2';
const plugins = 'github.com/containernetworking/plugins/plugins';
// Storage that no node here uses, and that would need C libraries.
const containerdTags = 'no_btrfs no_devmapper no_zfs';

const targets: Readonly<Record<BinaryName, GoTarget>> = {
  etcd: { module: 'etcd', package: 'go.etcd.io/etcd/server/v3', duration: '40 s' },
  'kube-apiserver': kubernetes('kube-apiserver', '3 min'),
  'kube-controller-manager': kubernetes('kube-controller-manager', '1 min'),
  kubectl: kubernetes('kubectl', '30 s'),
  kubelet: kubernetes('kubelet', '1 min'),
  'kube-proxy': kubernetes('kube-proxy', '20 s'),
  'kube-scheduler': kubernetes('kube-scheduler', '20 s'),
  containerd: { ...ofContainerd('containerd'), duration: '2 min' },
  'containerd-shim-runc-v2': ofContainerd('containerd-shim-runc-v2'),
  ctr: ofContainerd('ctr'),
  runc: {
    module: 'runc',
    package: 'github.com/opencontainers/runc',
    duration: '30 s',
    // All pods ask for the seccomp profile RuntimeDefault. The other two replace C code that cannot be linked statically.
    tags: 'seccomp osusergo netgo',
    linkerFlags: ['-linkmode external', '-extldflags -static'],
    needsC: true,
  },
  bridge: { module: 'cni', package: `${plugins}/main/bridge`, duration: '20 s' },
  'host-local': { module: 'cni', package: `${plugins}/ipam/host-local`, duration: '5 s' },
  loopback: { module: 'cni', package: `${plugins}/main/loopback`, duration: '5 s' },
  coredns: { module: 'coredns', package: '.', duration: '1 min' },
  app: { module: 'app', package: '.', duration: '10 s' },
};

export function goTarget(name: BinaryName): GoTarget {
  return targets[name];
}

export function goModuleDirectory(module: string): string {
  return fileURLToPath(new URL(`../${module}`, import.meta.url));
}

/** Changes with every version and every line of the module. */
export function fingerprintOf(module: string): string {
  const directory = goModuleDirectory(module);
  const hash = createHash('sha256');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(mod|sum|go)$/.test(file),
  );
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(join(directory, file)));
  return hash.digest('hex').slice(0, 12);
}

/** With the version that Kubernetes' own build would put in. */
function kubernetes(name: string, duration: string): GoTarget {
  const [major = '', minor = ''] = kubernetesVersion.split('.');
  const values = { gitVersion: `v${kubernetesVersion}`, gitMajor: major, gitMinor: minor };
  const linkerFlags = Object.entries(values).map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`);
  return { module: 'kubernetes', package: `k8s.io/kubernetes/cmd/${name}`, duration, linkerFlags };
}

function ofContainerd(name: string): GoTarget {
  return { module: 'containerd', package: `${containerd}/cmd/${name}`, duration: '10 s', tags: containerdTags };
}
