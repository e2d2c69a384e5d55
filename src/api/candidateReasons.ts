// Why a pod is eligible or not: a closed list, each reason with the words that follow the name of a pod.
export const candidateReasons = {
  Eligible: 'may become active',
  NotRunning: 'is not in phase Running',
  Terminating: 'is being deleted',
  Fenced: 'is named in spec.fencedPods',
  PriorityZero: 'has a priority of 0 or less, so it is never elected',
  PriorityInvalid: 'has a priority annotation that is not an integer, or more than 16 per-object priority annotations',
  NodeNotReady: 'runs on a node that is not ready',
  NodeUnreachable: 'runs on a node that is unreachable',
  NodeOutOfService: 'runs on a node that is declared out of service',
  NodeDeleted: 'runs on a node that has been deleted',
  HostNetwork: "uses the host network, so its address is its node's",
  AddressMissing: "has no address of the Service's IP family",
  AddressRefused: 'has a loopback or link-local address',
  PortMissing: 'has no container port with the name of the target port',
  NotReady: 'is not ready',
  Settling: 'is ready, but not for election.minReady yet',
} as const;

export type CandidateReason = keyof typeof candidateReasons;
