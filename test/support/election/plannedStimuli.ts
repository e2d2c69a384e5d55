// Stimuli by people: each changes one field of the spec, or one annotation.
import { START_MS, withPriority } from './pods.ts';
import { asking } from './electionInputs.ts';
import { changed, reconfigured, type Stimuli, type Stimulus } from './stimuli.ts';

function asked(...request: Parameters<typeof asking>): Stimulus {
  return (before) => ({ ...before, switchover: asking({ requestID: 'r2', ...request[0] }) });
}

function prioritised(name: string, priority: string): Stimulus {
  return changed(name, (pod) => withPriority(pod, priority));
}

export const stimuliOfRequests: Stimuli = {
  'a switchover is asked for': asked(),
  'a switchover to b is asked for': asked({ targetPod: 'b' }),
  'a switchover to a is asked for': asked({ targetPod: 'a' }),
  'a switchover to nobody is asked for': asked({ targetPod: 'z' }),
  'a switchover to b is asked for later': asked({ targetPod: 'b', notBeforeMs: START_MS + 3_600_000 }),
  'the request is removed': (before) => ({ ...before, switchover: { ...before.switchover, request: undefined } }),
};

export const stimuliOfTheSpec: Stimuli = {
  'a is fenced': reconfigured({ fencedPods: ['a'] }),
  'b is fenced': reconfigured({ fencedPods: ['b'] }),
  'both are fenced': reconfigured({ fencedPods: ['a', 'b'] }),
  'nobody is fenced': reconfigured({ fencedPods: [] }),
  'the mode is Manual': reconfigured({ mode: 'Manual' }),
  'the mode is Automatic': reconfigured({ mode: 'Automatic' }),
  'no delay is wanted': reconfigured({ delayMs: 0, cooldownMs: 0 }),
  'preemption is off': reconfigured({ preemption: 'Never' }),
  'draining is wanted no more': reconfigured({ strategy: 'Replace' }),
};

export const stimuliOfPriorities: Stimuli = {
  'the priority of a falls to 0': prioritised('a', '0'),
  'the priority of a is no number': prioritised('a', 'high'),
  'the priority of a is the highest': prioritised('a', '300'),
  'the priority of b falls to 0': prioritised('b', '0'),
  'the priority of b is no number': prioritised('b', 'high'),
  'the priority of b is higher': prioritised('b', '200'),
};
