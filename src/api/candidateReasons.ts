// Why a pod may or may not be active: one closed list, each with a sentence about "the pod".
export const candidateReasons = {
  Eligible: 'may become active',
  NotRunning: 'is not in phase Running',
  Terminating: 'is being deleted',
  NotReady: 'is not ready',
  Settling: 'is ready, but not yet for election.minReady',
  HostNetwork: 'uses the host network, which lets it take its node’s address',
  AddressMissing: 'has no address of the Service’s IP family',
  AddressRefused: 'has a loopback or link-local address',
  PortMissing: 'does not name the target port among its container ports',
} as const;

export type CandidateReason = keyof typeof candidateReasons;
