// The pinned Kubernetes version of tests, demo and benchmarks, named here and in the two go.mod files.

export const kubernetesVersion = '1.36.3';
export const etcdVersion = '3.6.6';

/** What a control plane needs. */
export const binaryNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;

/** What real nodes need besides; `app` is the tests' own server and client. */
export const nodeBinaryNames = [
  'kubelet',
  'kube-proxy',
  'kube-scheduler',
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'runc',
  'bridge',
  'host-local',
  'loopback',
  'coredns',
  'app',
] as const;

type ControlPlaneBinaryName = (typeof binaryNames)[number];
export type BinaryName = ControlPlaneBinaryName | (typeof nodeBinaryNames)[number];

/** The path of each. */
export type Binaries = Readonly<Record<ControlPlaneBinaryName, string>>;
