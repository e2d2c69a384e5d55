// What is wrong with the pod that is published now, how urgent that is, and whether `KeepLast` may keep it.
import type { Cause } from '../api/causes.ts';
import { addressOf } from './address.ts';
import { defectOf } from './candidate.ts';
import type { Observation } from './observation.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';

export interface Impairment {
  readonly cause: Cause;
  /**
   * now: move or empty at once. whenReplaced: it still serves, so wait for somebody else to be eligible.
   * afterDelay: tolerated for `failover.delay`.
   */
  readonly urgency: 'now' | 'whenReplaced' | 'afterDelay';
  readonly keepable: boolean;
}

/** Undefined when the holder serves as he should. */
export function impairmentOf(observation: Observation): Impairment | undefined {
  const { holder, policy } = observation;
  if (holder === undefined) return { cause: 'PodDeleted', urgency: 'now', keepable: false };
  const defect = defectOf(holder, policy);
  if (defect === 'NotRunning') return { cause: 'PodTerminated', urgency: 'now', keepable: false };
  if (!isSelected(observation, holder)) return { cause: 'PodNotSelected', urgency: 'now', keepable: false };
  if (defect === 'Terminating') return leaving(holder, policy);
  if (defect === 'PortMissing') return { cause: 'PodPortMissing', urgency: 'now', keepable: false };
  if (defect !== undefined) return { cause: 'PodAddressMissing', urgency: 'now', keepable: false };
  return holder.ready ? undefined : { cause: 'PodNotReady', urgency: 'afterDelay', keepable: true };
}

/** A terminating pod serves until its containers end, unless nobody can reach it any more. */
function leaving(holder: PodView, { family }: Policy): Impairment {
  const isReachable = family !== undefined && addressOf(holder, family) !== undefined;
  return {
    cause: 'PodTerminating',
    urgency: holder.ready && isReachable ? 'whenReplaced' : 'now',
    keepable: isReachable,
  };
}

function isSelected({ pods }: Observation, holder: PodView): boolean {
  return pods.some((pod) => pod.metadata.uid === holder.metadata.uid);
}
