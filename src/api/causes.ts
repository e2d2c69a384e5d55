// Why the published pod changed: a closed list for status, Events, metrics and docs, each cause with the words that
// follow "because" in a message.
export const causes = {
  Initial: 'it is the first candidate to become eligible',
  CandidateAvailable: 'no pod was active and it became eligible',
  PodNotReady: 'the active pod is not ready',
  PodDeleted: 'the active pod is gone',
  PodTerminating: 'the active pod is terminating',
  PodTerminated: "the active pod's phase is no longer Running",
  PodNotSelected: 'the selector no longer matches the active pod',
  PodFenced: 'spec.fencedPods names the active pod',
  PodAddressMissing: "the active pod has no address of the Service's IP family",
  PodPortMissing: 'the active pod has no container port with the name of the target port',
  NodeNotReady: 'the node of the active pod is not ready',
  NodeUnreachable: 'the node of the active pod is unreachable',
  NodeOutOfService: 'the node of the active pod is declared out of service',
  NodeDeleted: 'the node of the active pod has been deleted',
  PriorityWithdrawn: 'the priority of the active pod is 0 or less',
  Preemption: 'a pod of higher priority has been eligible for election.preemptionDelay',
  Switchover: 'spec.switchover requested it',
  HandoverAborted: 'the pod that should take over was lost',
  AddressWithdrawn: 'the published address no longer belongs to the active pod',
  LedgerRestored: 'the EndpointSlice that recorded the active pod was lost or damaged',
  FamilyChanged: 'the Service has another IP family',
  Adopted: 'the EndpointSlice of an earlier ActiveStandbyService was adopted',
} as const;

export type Cause = keyof typeof causes;

export function isCause(text: unknown): text is Cause {
  return typeof text === 'string' && Object.hasOwn(causes, text);
}

/** Changes that are made while the active pod still serves; `spec.handover` sets the strategy. */
const planned: ReadonlySet<Cause> = new Set(['Switchover', 'Preemption', 'PriorityWithdrawn']);

const notAutomatic: ReadonlySet<Cause> = new Set([
  ...planned,
  'Initial',
  'HandoverAborted',
  'LedgerRestored',
  'FamilyChanged',
  'Adopted',
]);

export function isPlanned(cause: Cause): boolean {
  return planned.has(cause);
}

/** An election for such a cause starts `failover.cooldown`. */
export function isAutomatic(cause: Cause): boolean {
  return !notAutomatic.has(cause);
}
