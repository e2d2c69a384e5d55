// The pinned Kubernetes version of tests, demo and benchmarks, named here and in the two go.mod files.

export const kubernetesVersion = '1.36.3';
export const etcdVersion = '3.6.6';

export const binaryNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
export type BinaryName = (typeof binaryNames)[number];
export type Binaries = Readonly<Record<BinaryName, string>>;
