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
  'a switchover is requested': asked(),
  'a switchover to b is requested': asked({ targetPod: 'b' }),
  'a switchover to a is requested': asked({ targetPod: 'a' }),
  'a switchover to a missing pod is requested': asked({ targetPod: 'z' }),
  'a switchover to b is requested for later': asked({ targetPod: 'b', notBeforeMs: START_MS + 3_600_000 }),
  'the request is removed': (before) => ({ ...before, switchover: { ...before.switchover, request: undefined } }),
};

export const stimuliOfTheSpec: Stimuli = {
  'a is fenced': reconfigured({ fencedPods: ['a'] }),
  'b is fenced': reconfigured({ fencedPods: ['b'] }),
  'both are fenced': reconfigured({ fencedPods: ['a', 'b'] }),
  'no pod is fenced': reconfigured({ fencedPods: [] }),
  'the mode is Manual': reconfigured({ mode: 'Manual' }),
  'the mode is Automatic': reconfigured({ mode: 'Automatic' }),
  'delay and cooldown are 0': reconfigured({ delayMs: 0, cooldownMs: 0 }),
  'preemption is Never': reconfigured({ preemption: 'Never' }),
  'the strategy is Replace': reconfigured({ strategy: 'Replace' }),
};

export const stimuliOfPriorities: Stimuli = {
  'the priority of a falls to 0': prioritised('a', '0'),
  'the priority of a is not a number': prioritised('a', 'high'),
  'the priority of a is the highest': prioritised('a', '300'),
  'the priority of b falls to 0': prioritised('b', '0'),
  'the priority of b is not a number': prioritised('b', 'high'),
  'the priority of b is higher': prioritised('b', '200'),
};
