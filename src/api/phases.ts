// The phases of an election with their meanings: the states of the machine in src/election, reported in the status.
export const phaseMeanings = {
  Vacant: 'no pod is active or eligible',
  Electing: 'no pod is active or eligible yet, but one has been ready for less than `election.minReady`',
  Active: 'the active serves',
  Suspect: 'the active is impaired and stays for now: a delay, a cooldown, a hold, or no other pod is eligible',
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
