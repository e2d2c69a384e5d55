// Every cell of requests in spec.switchover, with the answer.
import { describe } from '@jest/globals';
import type { Step } from '../../src/election/step.ts';
import { describeCells } from '../support/election/cells.ts';
import { summary } from '../support/election/electionInputs.ts';
import { stimuliOfRequests } from '../support/election/plannedStimuli.ts';

function summaryWithReason(after: Step): string {
  return `${summary(after)}, ${after.switchover?.reason ?? 'nothing'}`;
}

describe('requests:', () => {
  describeCells(
    stimuliOfRequests,
    {
      'a switchover is requested': {
        'Vacant -@3, NoOtherCandidate': 'Vacant Fenced',
        'Electing -@3, NoOtherCandidate': 'Electing',
        'Active b@4 Switchover, Moved': 'Active Preempting Delayed Cooling Manual',
        'Draining -@3 Switchover, Draining': 'Gentle',
        'Suspect a@3, NoOtherCandidate': 'Held Kept Leaving Unwanted',
        'Draining -@3, Draining': 'Draining',
        'Paused a@3, Paused': 'Paused',
      },
      'a switchover to b is requested': {
        'Vacant -@3, TargetNotEligible': 'Vacant Fenced',
        'Electing -@3, TargetNotEligible': 'Electing',
        'Active b@4 Switchover, Moved': 'Active Preempting Delayed Cooling Manual',
        'Draining -@3 Switchover, Draining': 'Gentle',
        'Suspect a@3, TargetNotEligible': 'Held Kept Leaving Unwanted',
        'Draining -@3, Draining': 'Draining',
        'Paused a@3, Paused': 'Paused',
      },
      'a switchover to a is requested': {
        'Vacant -@3, TargetNotEligible': 'Vacant Fenced',
        'Electing -@3, TargetNotEligible': 'Electing',
        'Active a@3, AlreadyActive': 'Active Gentle Preempting',
        'Suspect a@3, TargetNotEligible': 'Delayed Cooling Manual Held Kept Leaving Unwanted',
        'Draining -@3, Draining': 'Draining',
        'Paused a@3, Paused': 'Paused',
      },
      'a switchover to a missing pod is requested': {
        'Vacant -@3, TargetMissing': 'Vacant Fenced',
        'Electing -@3, TargetMissing': 'Electing',
        'Active a@3, TargetMissing': 'Active Gentle Preempting',
        'Suspect a@3, TargetMissing': 'Delayed Cooling Manual Held Kept Leaving Unwanted',
        'Draining -@3, Draining': 'Draining',
        'Paused a@3, Paused': 'Paused',
      },
      'a switchover to b is requested for later': {
        'Vacant -@3, Scheduled': 'Vacant Fenced',
        'Electing -@3, Scheduled': 'Electing',
        'Active a@3, Scheduled': 'Active Gentle Preempting',
        'Suspect a@3, Scheduled': 'Delayed Cooling Manual Held Kept Leaving Unwanted',
        'Draining -@3, Scheduled': 'Draining',
        'Paused a@3, Paused': 'Paused',
      },
      'the request is removed': {},
    },
    summaryWithReason,
  );
});
