// Stimuli of an election: each changes one fact of the input. Those of pods and of time come first.
import type { ElectionInput } from '../../../src/election/electionInput.ts';
import type { PodView } from '../../../src/election/podView.ts';
import type { Policy } from '../../../src/election/policy.ts';
import { withPods } from './electionInputs.ts';
import { failed, notReady, pod, readySince, recreated, START_MS, terminating, withIps, withoutPorts } from './pods.ts';

export type Stimulus = (before: ElectionInput) => ElectionInput;
export type Stimuli = Readonly<Record<string, Stimulus>>;

export function changed(name: string, change: (pod: PodView) => PodView): Stimulus {
  const replace = (view: PodView) => (view.metadata.name === name ? change(view) : view);
  return (before) => withPods(before, before.pods.map(replace));
}

function gone(name: string): Stimulus {
  return (before) =>
    withPods(
      before,
      before.pods.filter(({ metadata }) => metadata.name !== name),
    );
}

/** The pod still exists, but the selector does not match it any more. */
function unselected(name: string): Stimulus {
  return (before) => ({ ...gone(name)(before), holder: before.holder, isListingAlive: before.isListingAlive });
}

/** Ready for a long time, and without any impairment. */
function sound({ nodeName, annotations, metadata: { name } }: PodView): PodView {
  return pod(name, { nodeName, annotations });
}

export function reconfigured(policy: Partial<Policy>): Stimulus {
  return (before) => ({ ...before, policy: { ...before.policy, ...policy } });
}

export function later(elapsedMs: number): Stimulus {
  return ({ now, ...before }) => ({
    ...before,
    now: { wallMs: now.wallMs + elapsedMs, monotonicMs: now.monotonicMs + elapsedMs },
  });
}

export const stimuliOfTime: Stimuli = {
  'nothing happens': (before) => before,
  'ten seconds pass': later(10_000),
  'spec.paused is set': reconfigured({ paused: true }),
  'spec.paused is removed': reconfigured({ paused: false }),
};

export const stimuliOfTheActive: Stimuli = {
  'a is ready': changed('a', (a) => readySince(a, START_MS - 60_000)),
  'a is not ready': changed('a', notReady),
  'a is deleted': gone('a'),
  'a is deleted and recreated': changed('a', (a) => recreated(sound(a))),
  'a terminates, still ready': changed('a', (a) => terminating(sound(a))),
  'a terminates, not ready': changed('a', (a) => terminating(notReady(a))),
  'a has phase Failed': changed('a', failed),
  'a is not selected any more': unselected('a'),
  'a loses its address': changed('a', (a) => withIps(a)),
  'a has another address': changed('a', (a) => withIps(a, '10.9.9.9')),
  'a loses the named port': changed('a', withoutPorts),
};

export const stimuliOfTheStandby: Stimuli = {
  'b is ready': changed('b', sound),
  'b has just become ready': changed('b', (b) => readySince(b, START_MS + 1000)),
  'b is not ready': changed('b', notReady),
  'b is deleted': gone('b'),
  'all terminate': (before) => withPods(before, before.pods.map(terminating)),
  'all are deleted': (before) => withPods(before, []),
};
