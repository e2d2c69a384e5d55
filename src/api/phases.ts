// The phases of an election: output only, and the states of the machine in src/election. Each with what it means.
export const phaseMeanings = {
  Vacant: 'nothing is active and nobody is eligible',
  Electing:
    'nothing is active and nobody is eligible yet, but somebody has been ready for less than `election.minReady`',
  Active: 'the active serves',
  Suspect:
    'something is wrong with the active, and it stays for now: a delay, a cooldown or a hold, or for lack of another',
  Draining: 'nothing is published while the old active finishes, before another takes over (`BreakBeforeMake`)',
  FailingOver: 'the active cannot stay; passed through within one step, and never shown',
  Paused: 'hands off',
} as const;

export type Phase = keyof typeof phaseMeanings;

export const phases: readonly Phase[] = [
  'Vacant',
  'Electing',
  'Active',
  'Suspect',
  'Draining',
  'FailingOver',
  'Paused',
];
