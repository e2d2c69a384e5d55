// Why the published pod changed: one closed list for status, Events, metrics and docs.
// Each with the words that follow "because" in a message.
export const causes = {
  Initial: 'it is the first candidate to become eligible',
  CandidateAvailable: 'nothing was active and it became eligible',
  PodNotReady: 'the active pod is not ready',
  PodDeleted: 'the active pod is gone',
  PodTerminating: 'the active pod is terminating',
  PodTerminated: "the active pod's phase is no longer Running",
  PodNotSelected: 'the selector no longer matches the active pod',
  PodAddressMissing: 'the active pod has no address of the Service’s IP family',
  PodPortMissing: 'the active pod does not name the target port',
  AddressWithdrawn: 'the published address no longer belongs to the active pod',
  LedgerRestored: 'the EndpointSlice that recorded the active pod was lost or damaged',
  Adopted: 'the EndpointSlice of an earlier ActiveStandbyService was adopted',
} as const;

export type Cause = keyof typeof causes;

export function isCause(text: unknown): text is Cause {
  return typeof text === 'string' && Object.hasOwn(causes, text);
}
