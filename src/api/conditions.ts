// The five conditions of an ActiveStandbyService and their reasons. All five are set by the first reconcile.
export const conditionTypes = ['Ready', 'ActiveElected', 'EndpointsPublished', 'Degraded', 'Paused'] as const;

export type ConditionType = (typeof conditionTypes)[number];

export const conditionReasons = [
  'ActivePublished',
  'Elected',
  'Published',
  'NoCandidate',
  'Settling',
  'Draining',
  'ActiveImpaired',
  'NotElected',
  'NotPublished',
  'InvalidSpec',
  'ServiceNameConflict',
  'ServiceRejected',
  'ServiceNotWritten',
  'EndpointSliceNameConflict',
  'EndpointSliceRejected',
  'EndpointSliceNotWritten',
  'PodDeletionRejected',
  'PodNotDeleted',
  'LeftoversNotRemoved',
  'ActiveNotSpared',
  'ChangedByOthers',
  'ForeignEndpointSlices',
  'WaitingForGarbageCollector',
  'NodesUnreadable',
  'NodeFailuresHeld',
  'StatusLagsLedger',
  'PausedBySpec',
  'NotPaused',
  'AsDesired',
] as const;

export type ConditionReason = (typeof conditionReasons)[number];
