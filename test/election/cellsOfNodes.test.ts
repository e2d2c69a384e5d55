// Every cell of node changes: a is on n1, and b on n2.
import { describe } from '@jest/globals';
import { describeCells } from '../support/election/cells.ts';
import { stimuliOfNodes } from '../support/election/nodeStimuli.ts';

describe('nodes:', () => {
  describeCells(stimuliOfNodes, {
    'n1 is not ready': {
      'Active b@4 NodeNotReady': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeNotReady': 'Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is unreachable': {
      'Active b@4 NodeUnreachable': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeUnreachable': 'Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is unreachable, with PodReadiness': {
      'Active a@3': 'Held',
    },
    'n1 is unreachable, during a hold': {
      'Suspect a@3': 'Active Gentle Preempting',
    },
    'n1 is out of service': {
      'Active b@4 NodeOutOfService': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeOutOfService': 'Held Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is out of service, during a hold': {
      'Active b@4 NodeOutOfService': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeOutOfService': 'Held Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is deleted': {
      'Active b@4 NodeDeleted': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeDeleted': 'Held Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is deleted, during a hold': {
      'Active b@4 NodeDeleted': 'Active Gentle Preempting Delayed Cooling',
      'Vacant -@3 NodeDeleted': 'Held Leaving Unwanted',
      'Active b@4 Switchover': 'Draining',
    },
    'n1 is deleted, with PodReadiness': {
      'Active a@3': 'Held',
    },
    'n1 is healthy': {
      'Active a@3': 'Held',
    },
    'n1 is cordoned': {},
    'n2 is not ready': {
      'Vacant -@3': 'Electing',
      'Active a@4 HandoverAborted': 'Draining',
    },
    'n2 is healthy': {},
    'n2 is cordoned': {},
    'the hold ends': {
      'Vacant -@3 NodeUnreachable': 'Held',
    },
    'nothing is known of the nodes': {
      'Active a@3': 'Held',
    },
  });
});
