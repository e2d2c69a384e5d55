// The files that a node's servers read. Every setting that differs from Kubernetes' own has its reason here or in
// docs/decisions/0029.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';
import { requireBinary } from '../binaries/findBinaries.ts';

export interface NodeFacts {
  readonly name: string;
  /** Of this node alone; below it is all that it writes. */
  readonly directory: string;
  readonly podRange: string;
  readonly allPods: string;
  readonly dns: string;
  readonly proxyKubeconfig: string;
  readonly graceSeconds: number;
  /** Kubernetes' own is 1 s; a test of what comes before the proxy wants less. */
  readonly proxyMinSyncMs: number;
}

export interface NodeFiles {
  readonly containerd: string;
  readonly kubelet: string;
  readonly proxy: string;
  readonly socket: string;
}

export const pauseImage = 'activestandby.test/pause:1';

export function writeNodeFiles(facts: NodeFacts): NodeFiles {
  const at = (name: string): string => join(facts.directory, name);
  const files = { containerd: at('containerd.toml'), kubelet: at('kubelet.yaml'), proxy: at('kube-proxy.yaml') };
  const socket = at('containerd.sock');
  mkdirSync(at('cni'), { recursive: true });
  writeFileSync(at('cni/10-pods.conflist'), JSON.stringify(cni(facts)));
  writeFileSync(files.containerd, containerd(facts.directory, socket));
  writeFileSync(files.kubelet, dump(kubelet(facts, socket)));
  writeFileSync(files.proxy, dump(kubeProxy(facts)));
  return { ...files, socket };
}

function cni({ directory, podRange }: NodeFacts): object {
  const ipam = {
    type: 'host-local',
    dataDir: join(directory, 'addresses'),
    ranges: [[{ subnet: podRange }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  // Hairpin: a pod reaches itself through a Service.
  const bridge = { type: 'bridge', bridge: 'cni0', isGateway: true, hairpinMode: true, ipMasq: false, ipam };
  return { cniVersion: '1.0.0', name: 'pods', plugins: [bridge] };
}

function containerd(directory: string, socket: string): string {
  return `version = 3
root = "${directory}/containerd"
state = "${directory}/containerd-state"
[grpc]
  address = "${socket}"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "${pauseImage}"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true
  disable_apparmor = true
[plugins."io.containerd.cri.v1.runtime".cni]
  bin_dirs = ["${dirname(requireBinary('bridge'))}"]
  conf_dir = "${directory}/cni"
[plugins."io.containerd.cri.v1.runtime".containerd]
  default_runtime_name = "runc"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  BinaryName = "${requireBinary('runc')}"
  SystemdCgroup = false
`;
}

function kubelet({ directory, dns, graceSeconds }: NodeFacts, socket: string): object {
  const disk = ['memory.available', 'nodefs.available', 'imagefs.available', 'nodefs.inodesFree', 'imagefs.inodesFree'];
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    failSwapOn: false,
    containerRuntimeEndpoint: `unix://${socket}`,
    // Its port is reached from this cluster alone.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    readOnlyPort: 0,
    healthzPort: 0,
    oomScoreAdj: 0,
    maxOpenFiles: 20_000,
    // The machine's disk may be as full as it is.
    evictionHard: Object.fromEntries(disk.map((signal) => [signal, '0%'])),
    imageGCHighThresholdPercent: 100,
    localStorageCapacityIsolation: false,
    resolvConf: '',
    clusterDNS: [dns],
    clusterDomain: 'cluster.local',
    podLogsDir: join(directory, 'pod-logs'),
    volumePluginDir: join(directory, 'volume-plugins'),
    // In the proportion of Kubernetes' own 10, 40 and 50 s.
    nodeStatusUpdateFrequency: `${Math.max(1, Math.floor(graceSeconds / 5))}s`,
    nodeLeaseDurationSeconds: Math.floor(graceSeconds * 0.8),
  };
}

function kubeProxy({ name, allPods, proxyKubeconfig, proxyMinSyncMs }: NodeFacts): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    clientConnection: { kubeconfig: proxyKubeconfig },
    hostnameOverride: name,
    // What comes from elsewhere is masqueraded, so that replies return through the same node.
    clusterCIDR: allPods,
    oomScoreAdj: 0,
    conntrack: { maxPerCore: 0, min: 0 },
    healthzBindAddress: '127.0.0.1:10256',
    metricsBindAddress: '127.0.0.1:10249',
    nftables: { minSyncPeriod: `${proxyMinSyncMs}ms` },
  };
}
