// Why a pod may or may not be active: one closed list, each with a sentence about "the pod".
export const candidateReasons = {
  Eligible: 'may become active',
  NotRunning: 'is not in phase Running',
  Terminating: 'is being deleted',
  Fenced: 'is named in spec.fencedPods',
  PriorityZero: 'has a priority of 0 or less, which means never active',
  PriorityInvalid: 'has a priority annotation that is not an integer, or more than 16 that are for a single object',
  NodeNotReady: 'runs on a node that is not ready',
  NodeUnreachable: 'runs on a node that is unreachable',
  NodeOutOfService: 'runs on a node that was declared out of service',
  NodeDeleted: 'runs on a node that has been deleted',
  HostNetwork: 'uses the host network, which lets it take its node’s address',
  AddressMissing: 'has no address of the Service’s IP family',
  AddressRefused: 'has a loopback or link-local address',
  PortMissing: 'does not name the target port among its container ports',
  NotReady: 'is not ready',
  Settling: 'is ready, but not yet for election.minReady',
} as const;

export type CandidateReason = keyof typeof candidateReasons;
