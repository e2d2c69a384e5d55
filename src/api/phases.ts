// The phases of an election: output only, and the states of the machine in src/election.
export const phases = ['Vacant', 'Electing', 'Active', 'Suspect', 'Draining', 'FailingOver', 'Paused'] as const;

export type Phase = (typeof phases)[number];
