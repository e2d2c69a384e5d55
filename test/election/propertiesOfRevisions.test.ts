// Properties of revisions for any input.
import { describe, test } from '@jest/globals';
import type { PodView } from '../../src/election/podView.ts';
import { step } from '../../src/election/step.ts';
import { anyElectionInput } from '../support/election/anyElectionInput.ts';
import { demand, expectAlways, isSame } from '../support/properties.ts';

describe('whatever the revisions are', () => {
  test('they decide which pod is elected, and never whether one is', () => {
    expectAlways(anyElectionInput, (before) => {
      // The preemption delay runs for the first of the better pods only.
      if (before.policy.preemption !== 'Never') return;
      const without = {
        ...before,
        pods: before.pods.map(unlabelled),
        holder: before.holder && unlabelled(before.holder),
      };
      const [one, other] = [step(before), step(without)];
      demand(one.transition?.cause === other.transition?.cause, `${one.transition?.cause} because of a revision`);
      demand(one.ledger.term === other.ledger.term && one.ledger.intent === other.ledger.intent, 'another term');
    });
  });

  test('they do not count when one pod has none', () => {
    expectAlways(anyElectionInput, (before) => {
      const [first, ...others] = before.pods;
      if (first === undefined) return;
      const pods = [unlabelled(first), ...others];
      const namesIn = (of: readonly PodView[]) =>
        step({ ...before, pods: of }).candidates.map(({ pod }) => pod.metadata.uid);
      demand(isSame(namesIn(pods), namesIn(pods.map(unlabelled))), 'the order differs');
    });
  });

  test('no pod of an older revision is elected while an otherwise equal one of the newest is eligible', () => {
    expectAlways(anyElectionInput, (before) => {
      const { candidates } = step(before);
      const [first] = candidates;
      if (first === undefined || !first.eligible) return;
      const newest = naiveNewest(before.pods);
      const isEqual = (other: typeof first) =>
        other.eligible &&
        other.isLastChoice === first.isLastChoice &&
        (before.policy.order === 'OldestReady' || other.priority === first.priority);
      const passedOver = candidates.filter(isEqual).filter((other) => newest.has(other.pod.metadata.uid));
      demand(passedOver.length === 0 || newest.has(first.pod.metadata.uid), 'the newest revision is passed over');
    });
  });
});

function unlabelled(of: PodView): PodView {
  return { ...of, metadata: { ...of.metadata, labels: {} } };
}

/** The pods with the hash of the pod created last; none when two hashes qualify. */
function naiveNewest(pods: readonly PodView[]): ReadonlySet<string> {
  const key = ['pod-template-hash', 'controller-revision-hash'].find((label) =>
    pods.every(({ metadata }) => metadata.labels[label] !== undefined),
  );
  if (key === undefined) return new Set();
  const hashOf = ({ metadata }: PodView) => metadata.labels[key];
  const lastMs = Math.max(...pods.map(({ createdMs }) => createdMs));
  const hashes = new Set(pods.filter(({ createdMs }) => createdMs === lastMs).map(hashOf));
  if (hashes.size !== 1) return new Set();
  return new Set(pods.filter((of) => hashes.has(hashOf(of))).map(({ metadata }) => metadata.uid));
}
