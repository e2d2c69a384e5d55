// The outcome of a request in spec.switchover: a closed list of reasons, each with the state that it means.
export const switchoverReasons = {
  Moved: 'Completed',
  MovedElsewhere: 'Completed',
  AlreadyActive: 'Completed',
  Scheduled: 'Pending',
  Draining: 'Pending',
  Paused: 'Pending',
  ElectionsBlocked: 'Pending',
  NothingElected: 'Rejected',
  TargetMissing: 'Rejected',
  TargetNotEligible: 'Rejected',
  NoOtherCandidate: 'Rejected',
  TargetLost: 'Rejected',
  HandledBefore: 'Rejected',
} as const;

export type SwitchoverReason = keyof typeof switchoverReasons;

export type SwitchoverState = (typeof switchoverReasons)[SwitchoverReason];
