// Every cell of changes of the standby, and of all pods at once.
import { describe } from '@jest/globals';
import { describeCells } from '../support/election/cells.ts';
import { stimuliOfTheStandby } from '../support/election/stimuli.ts';

describe('the standby:', () => {
  describeCells(stimuliOfTheStandby, {
    'b is ready': {
      'Active b@4 CandidateAvailable': 'Vacant Electing Fenced',
      'Active b@4 PodNotReady': 'Kept',
      'Active b@4 PodTerminating': 'Leaving',
      'Active b@4 PriorityWithdrawn': 'Unwanted',
    },
    'b has just become ready': {
      'Active b@4 CandidateAvailable': 'Vacant Fenced',
      'Active b@4 PodNotReady': 'Kept',
      'Active b@4 PodTerminating': 'Leaving',
      'Active b@4 PriorityWithdrawn': 'Unwanted',
    },
    'b is not ready': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
    },
    'b is deleted': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
    },
    'all terminate': {
      'Vacant -@3': 'Electing Draining',
      'Suspect a@3': 'Active Gentle Preempting',
      'Vacant -@3 PodTerminating': 'Delayed Cooling Manual',
    },
    'all are deleted': {
      'Vacant -@3': 'Electing Draining',
      'Vacant -@3 PodDeleted': 'Active Gentle Preempting Delayed Cooling Manual Held Kept Leaving Unwanted',
      'Paused -@3 AddressWithdrawn': 'Paused',
    },
  });
});
