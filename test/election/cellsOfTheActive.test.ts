// Every cell of changes of the active pod, and of time.
import { describe } from '@jest/globals';
import { describeCells } from '../support/election/cells.ts';
import { stimuliOfTheActive, stimuliOfTime } from '../support/election/stimuli.ts';

describe('time and pauses:', () => {
  describeCells(stimuliOfTime, {
    'nothing happens': {},
    'ten seconds pass': {
      'Active b@4 CandidateAvailable': 'Electing',
      'Active b@4 Preemption': 'Preempting',
      'Active b@4 PodNotReady': 'Delayed Cooling',
      'Active b@4 Switchover': 'Draining',
    },
    'spec.paused is set': {
      'Paused -@3': 'Vacant Electing Fenced',
      'Paused a@3': 'Active Gentle Preempting Delayed Cooling Manual Held Kept Leaving Unwanted',
    },
    'spec.paused is removed': {
      'Active a@3': 'Paused',
    },
  });
});

describe('the active:', () => {
  describeCells(stimuliOfTheActive, {
    'a is ready': {
      'Active a@4 CandidateAvailable': 'Vacant Electing',
      'Active a@3': 'Delayed Cooling Manual Kept',
    },
    'a is not ready': {
      'Active b@4 PodNotReady': 'Active Gentle Preempting',
      'Vacant -@3 PodTerminating': 'Leaving',
      'Vacant -@3 PodNotReady': 'Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'a is deleted': {
      'Active b@4 PodDeleted': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodDeleted': 'Held Kept Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
      'Paused -@3 AddressWithdrawn': 'Paused',
    },
    'a is deleted and recreated': {
      'Active a@4 CandidateAvailable': 'Vacant Electing',
      'Active a@4 PodDeleted': 'Active Gentle Delayed Cooling Manual Kept Leaving',
      'Active b@4 PodDeleted': 'Preempting',
      'Vacant -@3 PodDeleted': 'Held Unwanted',
      'Active b@4 Switchover': 'Draining',
      'Paused -@3 AddressWithdrawn': 'Paused',
    },
    'a terminates, still ready': {
      'Active b@4 PodTerminating': 'Active Gentle Preempting Delayed Cooling Manual',
    },
    'a terminates, not ready': {
      'Active b@4 PodTerminating': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodTerminating': 'Held Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'a has phase Failed': {
      'Active b@4 PodTerminated': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodTerminated': 'Held Kept Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
      'Paused -@3 AddressWithdrawn': 'Paused',
    },
    'a is not selected any more': {
      'Active b@4 PodNotSelected': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodNotSelected': 'Held Kept Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'a loses its address': {
      'Active b@4 PodAddressMissing': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodAddressMissing': 'Held Kept Unwanted',
      'Vacant -@3 PodTerminating': 'Leaving',
      'Paused -@3 AddressWithdrawn': 'Paused',
      'Active b@4 Switchover': 'Draining',
    },
    'a has another address': {
      'Paused -@3 AddressWithdrawn': 'Paused',
    },
    'a loses the named port': {
      'Active b@4 PodPortMissing': 'Active Gentle Preempting Delayed Cooling Manual',
      'Vacant -@3 PodPortMissing': 'Held Kept Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
  });
});
