// Finds what is wrong with the published pod, how urgent that is, and whether `KeepLast` may keep the pod.
import type { Cause } from '../api/causes.ts';
import { addressOf } from './address.ts';
import { addressDefectOf, isFenced } from './candidate.ts';
import type { ElectionInput } from './electionInput.ts';
import { isDoubtful } from './nodeHealth.ts';
import { isReadinessFromControlPlane, nodeStateOf } from './podNode.ts';
import type { PodView } from './podView.ts';
import type { Policy } from './policy.ts';
import { priorityOf } from './priority.ts';

/**
 * How soon the pod must be replaced, the most urgent first.
 * - now: move at once, or publish no pod.
 * - whenReplaced: the pod still serves; move as soon as another pod is eligible.
 * - handover: the same, as a planned handover.
 * - afterDelay: tolerated for `failover.delay`, and until the end of `failover.cooldown`.
 * - onRequest: stays until a person requests a switchover.
 * - held: ignored during a node hold, since the operator's own network may have failed.
 */
const urgencies = ['now', 'whenReplaced', 'handover', 'afterDelay', 'onRequest', 'held'] as const;

export interface Impairment {
  readonly cause: Cause;
  readonly urgency: (typeof urgencies)[number];
  readonly keepable: boolean;
}

/** All impairments, the most urgent first; empty when the holder is healthy. */
export function impairmentsOf(input: ElectionInput): readonly Impairment[] {
  const { holder, policy } = input;
  if (holder === undefined) return [atOnce('PodDeleted')];
  if (holder.phase !== 'Running') return [atOnce('PodTerminated')];
  if (!isSelected(input, holder)) return [atOnce('PodNotSelected')];
  if (isFenced(holder, policy)) return [atOnce('PodFenced')];
  return [nodeFailure(holder, input), podFailure(holder, input), withdrawnPriority(holder, policy)]
    .filter((impairment) => impairment !== undefined)
    .toSorted((a, b) => urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency));
}

function atOnce(cause: Cause): Impairment {
  return { cause, urgency: 'now', keepable: false };
}

function isSelected({ pods }: ElectionInput, holder: PodView): boolean {
  return pods.some((pod) => pod.metadata.uid === holder.metadata.uid);
}

function nodeFailure(holder: PodView, { nodes, policy }: ElectionInput): Impairment | undefined {
  const state = nodeStateOf(holder, nodes);
  if (state === 'Healthy' || policy.nodeFailure === 'PodReadiness') return undefined;
  const isHeld = nodes.heldUntilMonotonicMs !== undefined && isDoubtful(state);
  const urgency = policy.mode === 'Manual' ? 'onRequest' : 'now';
  return { cause: `Node${state}`, urgency: isHeld ? 'held' : urgency, keepable: true };
}

function podFailure(holder: PodView, input: ElectionInput): Impairment | undefined {
  const { policy } = input;
  if (holder.terminating) return leaving(holder, policy);
  const defect = addressDefectOf(holder, policy);
  if (defect !== undefined) return atOnce(defect === 'PortMissing' ? 'PodPortMissing' : 'PodAddressMissing');
  return holder.ready ? undefined : notReady(holder, input);
}

/** A terminating pod serves until its containers end, if it is ready and has an address. */
function leaving(holder: PodView, { family }: Policy): Impairment {
  const isReachable = family !== undefined && addressOf(holder, family) !== undefined;
  return {
    cause: 'PodTerminating',
    urgency: holder.ready && isReachable ? 'whenReplaced' : 'now',
    keepable: isReachable,
  };
}

function notReady(holder: PodView, { nodes, policy }: ElectionInput): Impairment {
  const isHeld = nodes.heldUntilMonotonicMs !== undefined && isReadinessFromControlPlane(holder, nodes);
  const urgency = policy.mode === 'Manual' ? 'onRequest' : 'afterDelay';
  return { cause: 'PodNotReady', urgency: isHeld ? 'held' : urgency, keepable: true };
}

function withdrawnPriority(holder: PodView, { ownPriorityAnnotation }: Policy): Impairment | undefined {
  return priorityOf(holder, ownPriorityAnnotation).defect === 'PriorityZero'
    ? { cause: 'PriorityWithdrawn', urgency: 'handover', keepable: true }
    : undefined;
}
