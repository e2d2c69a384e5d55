// What is wrong with the pod that is published now, how urgent that is, and whether `KeepLast` may keep it.
import type { Cause } from '../api/causes.ts';
import { addressOf } from './address.ts';
import { defectOf } from './candidate.ts';
import type { Observation } from './observation.ts';
import type { PodView } from './podView.ts';

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
  if (defect === 'Terminating') {
    return { cause: 'PodTerminating', urgency: holder.ready ? 'whenReplaced' : 'now', keepable: true };
  }
  if (defect === 'PortMissing') return { cause: 'PodPortMissing', urgency: 'now', keepable: false };
  if (defect !== undefined) return { cause: 'PodAddressMissing', urgency: 'now', keepable: false };
  return holder.ready ? undefined : { cause: 'PodNotReady', urgency: 'afterDelay', keepable: true };
}

function isSelected({ pods }: Observation, holder: PodView): boolean {
  return pods.some((pod) => pod.metadata.uid === holder.metadata.uid);
}

/**
 * Whether the listed address still is the holder's. An address outlives its pod: Kubernetes may give it to a
 * stranger, so no mode of ours publishes one whose pod is gone, is not Running or has another address.
 */
export function isAddressAlive({ holder, listedAddress, policy }: Observation): boolean {
  if (listedAddress === undefined) return true;
  return holder !== undefined && holder.phase === 'Running' && isOwnAddress(holder, listedAddress, policy.family);
}

function isOwnAddress(pod: PodView, address: string, family: Observation['policy']['family']): boolean {
  return family !== undefined && addressOf(pod, family) === address;
}
