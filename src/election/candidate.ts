// Who may be elected: each selected pod gets exactly one verdict, with its reason.
import type { CandidateReason } from '../api/candidateReasons.ts';
import { addressOf, isRefusedAddress } from './address.ts';
import type { IpFamily, PodView } from './podView.ts';
import type { NamedPort, Policy } from './policy.ts';

export interface Candidate {
  readonly pod: PodView;
  readonly eligible: boolean;
  readonly reason: CandidateReason;
}

/** What is wrong with the pod apart from readiness; undefined when nothing is. */
export function defectOf(pod: PodView, policy: Policy): CandidateReason | undefined {
  if (pod.phase !== 'Running') return 'NotRunning';
  if (pod.terminating) return 'Terminating';
  if (pod.hostNetwork) return 'HostNetwork';
  return addressDefectOf(pod, policy.family) ?? portDefectOf(pod, policy.namedPorts);
}

function addressDefectOf(pod: PodView, family: IpFamily | undefined): CandidateReason | undefined {
  const address = family && addressOf(pod, family);
  if (address === undefined) return 'AddressMissing';
  return isRefusedAddress(address) ? 'AddressRefused' : undefined;
}

function portDefectOf(pod: PodView, wanted: readonly NamedPort[]): CandidateReason | undefined {
  const names = (port: NamedPort) =>
    pod.namedPorts.some((own) => own.name === port.name && own.protocol === port.protocol);
  return wanted.every(names) ? undefined : 'PortMissing';
}

export function toCandidate(pod: PodView, policy: Policy, settled: boolean): Candidate {
  const reason = reasonOf(pod, policy, settled);
  return { pod, eligible: reason === 'Eligible', reason };
}

function reasonOf(pod: PodView, policy: Policy, settled: boolean): CandidateReason {
  const defect = defectOf(pod, policy);
  if (defect !== undefined) return defect;
  if (!pod.ready) return 'NotReady';
  return settled ? 'Eligible' : 'Settling';
}

/** Eligible first; then the longest ready, the oldest, the smallest UID: total, so the input's order never matters. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    Number(b.eligible) - Number(a.eligible) ||
    readySince(a.pod) - readySince(b.pod) ||
    a.pod.createdMs - b.pod.createdMs ||
    compareText(a.pod.metadata.uid, b.pod.metadata.uid)
  );
}

function readySince(pod: PodView): number {
  return pod.readySinceMs ?? Number.MAX_SAFE_INTEGER;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
