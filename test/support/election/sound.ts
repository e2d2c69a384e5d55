// Judges the published pod independently of the state machine, so that both cannot have the same bug.
import type { ElectionInput } from '../../../src/election/electionInput.ts';
import { PRIORITY } from './pods.ts';

/** Ready, reachable, selected, and on a healthy node. */
export function servesAsItShould({ ledger, pods, policy, nodes }: ElectionInput): boolean {
  const active = pods.find(({ metadata }) => metadata.uid === ledger.holder?.uid);
  if (active === undefined || ledger.intent !== 'Serving') return false;
  const { metadata, ips, namedPorts, nodeName, annotations } = active;
  const priority = annotations[policy.ownPriorityAnnotation ?? ''] ?? annotations[PRIORITY];
  const node = nodes.byName.get(nodeName ?? '')?.state ?? 'Healthy';
  return [
    active.phase === 'Running',
    active.ready,
    !active.terminating,
    !active.hostNetwork,
    ips.some((ip) => ip.startsWith('10.')),
    namedPorts.length > 0,
    !policy.fencedPods.includes(metadata.name),
    priority === undefined || !(Number(priority) <= 0),
    node === 'Healthy' || policy.nodeFailure === 'PodReadiness',
  ].every(Boolean);
}
