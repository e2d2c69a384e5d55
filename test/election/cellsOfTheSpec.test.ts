// Every cell of changes of the spec and of priority annotations.
import { describe } from '@jest/globals';
import { describeCells } from '../support/election/cells.ts';
import { stimuliOfPriorities, stimuliOfTheSpec } from '../support/election/plannedStimuli.ts';

describe('the spec:', () => {
  describeCells(stimuliOfTheSpec, {
    'a is fenced': {
      'Active b@4 PodFenced': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodFenced': 'Held Kept Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'b is fenced': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
      'Active a@4 CandidateAvailable': 'Fenced',
    },
    'both are fenced': {
      'Vacant -@3': 'Electing Draining',
      'Vacant -@3 PodFenced': 'Active Gentle Preempting Delayed Cooling Manual Held Kept Leaving Unwanted',
    },
    'no pod is fenced': {
      'Active a@4 CandidateAvailable': 'Fenced',
    },
    'the mode is Manual': {},
    'the mode is Automatic': {
      'Active b@4 PodNotReady': 'Manual',
    },
    'delay and cooldown are 0': {
      'Active b@4 PodNotReady': 'Delayed Cooling',
    },
    'preemption is Never': {},
    'the strategy is Replace': {},
  });
});

describe('priorities:', () => {
  describeCells(stimuliOfPriorities, {
    'the priority of a falls to 0': {
      'Active b@4 PriorityWithdrawn': 'Active Preempting Delayed Cooling Manual',
      'Draining -@3 PriorityWithdrawn': 'Gentle',
    },
    'the priority of a is not a number': {
      'Active a@3': 'Unwanted',
    },
    'the priority of a is the highest': {
      'Active a@3': 'Unwanted',
    },
    'the priority of b falls to 0': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
    },
    'the priority of b is not a number': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
    },
    'the priority of b is higher': {},
  });
});
