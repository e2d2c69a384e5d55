// Where is a control plane reached? On the loopback device, unless there are nodes: then on their network.

export interface ControlPlaneNetwork {
  /** The API server's own. */
  readonly address: string;
  readonly apiServerArguments: readonly string[];
  /** Pods run, and need what they verify the API server with. */
  readonly hasPods: boolean;
}

export const loopback: ControlPlaneNetwork = {
  address: '127.0.0.1',
  hasPods: false,
  apiServerArguments: [
    // The endpoints of the Service "kubernetes" would be a loopback address, which the API refuses.
    '--endpoint-reconciler-type=none',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/12',
    // Pods need no ServiceAccount here, and no token: nothing runs in them.
    '--disable-admission-plugins=ServiceAccount',
  ],
};

export function networkWithPods(address: string, services: string): ControlPlaneNetwork {
  return {
    address,
    hasPods: true,
    apiServerArguments: [
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      `--service-cluster-ip-range=${services}`,
      // Else logs and exec would look the names of nodes up in DNS.
      '--kubelet-preferred-address-types=InternalIP',
      '--allow-privileged',
    ],
  };
}
