// Judges each selected pod: exactly one verdict, with its reason.
import type { CandidateReason } from '../api/candidateReasons.ts';
import { addressOf, isRefusedAddress } from './address.ts';
import type { ElectionInput } from './electionInput.ts';
import type { IpFamily, PodView } from './podView.ts';
import type { NamedPort, Policy } from './policy.ts';
import { priorityOf } from './priority.ts';
import { isOnLastChoice, nodeStateOf } from './podNode.ts';

export interface Candidate {
  readonly pod: PodView;
  readonly eligible: boolean;
  readonly reason: CandidateReason;
  /** Undefined when it is unknown or not an integer. */
  readonly priority: number | undefined;
  /** Elected only when every other eligible pod is a last choice, too. */
  readonly isLastChoice: boolean;
}

/** Why the pod cannot be reached at an address and port; undefined when it can. */
export function addressDefectOf(pod: PodView, { family, namedPorts }: Policy): CandidateReason | undefined {
  if (pod.hostNetwork) return 'HostNetwork';
  return familyDefectOf(pod, family) ?? portDefectOf(pod, namedPorts);
}

function familyDefectOf(pod: PodView, family: IpFamily | undefined): CandidateReason | undefined {
  const address = family && addressOf(pod, family);
  if (address === undefined) return 'AddressMissing';
  return isRefusedAddress(address) ? 'AddressRefused' : undefined;
}

function portDefectOf(pod: PodView, wanted: readonly NamedPort[]): CandidateReason | undefined {
  const names = (port: NamedPort) =>
    pod.namedPorts.some((own) => own.name === port.name && own.protocol === port.protocol);
  return wanted.every(names) ? undefined : 'PortMissing';
}

export function isFenced(pod: PodView, { fencedPods }: Policy): boolean {
  return fencedPods.includes(pod.metadata.name);
}

export function toCandidate(pod: PodView, input: ElectionInput, settled: boolean): Candidate {
  const { policy, nodes } = input;
  const reason = defectOf(pod, input) ?? (settled ? 'Eligible' : 'Settling');
  return {
    pod,
    eligible: reason === 'Eligible',
    reason,
    priority: priorityOf(pod, policy.ownPriorityAnnotation).value,
    isLastChoice: isOnLastChoice(pod, nodes),
  };
}

function defectOf(pod: PodView, input: ElectionInput): CandidateReason | undefined {
  const { policy } = input;
  if (pod.phase !== 'Running') return 'NotRunning';
  if (pod.terminating) return 'Terminating';
  if (isFenced(pod, policy)) return 'Fenced';
  return (
    priorityOf(pod, policy.ownPriorityAnnotation).defect ??
    nodeDefectOf(pod, input) ??
    addressDefectOf(pod, policy) ??
    (pod.ready ? undefined : 'NotReady')
  );
}

/** Ignored with `nodeFailure: PodReadiness`, except that during a hold no pod on an unreachable node is elected. */
function nodeDefectOf(pod: PodView, { nodes, policy }: ElectionInput): CandidateReason | undefined {
  const state = nodeStateOf(pod, nodes);
  if (state === 'Healthy') return undefined;
  const isHeld = state === 'Unreachable' && nodes.heldUntilMonotonicMs !== undefined;
  return policy.nodeFailure === 'Immediate' || isHeld ? `Node${state}` : undefined;
}
