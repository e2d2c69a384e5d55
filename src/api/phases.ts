// The phases of an election: output only, and the states of the machine in src/election. Each with what it means.
export const phaseMeanings = {
  Vacant: 'nothing is active and no pod is eligible',
  Electing: 'nothing is active and no pod is eligible yet, but one has been ready for less than `election.minReady`',
  Active: 'the active serves',
  Suspect:
    'something is wrong with the active, and it stays for now: a delay, a cooldown, a hold, or no other pod is eligible',
  Draining: 'nothing is published while the old active finishes, before another pod takes over (`BreakBeforeMake`)',
  FailingOver: 'the active cannot stay; passed through within one step, never shown in the status',
  Paused: '`spec.paused` is set: no elections and no repairs',
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
