// Pods as the election sees them: pod('a') is ready, Running and has an address of its own; the others change one fact.
import type { PodView } from '../../../src/election/podView.ts';

/** An annotation of a pod, for all objects. */
export const PRIORITY = 'activestandby.dev/priority';

/** The time at which most tests begin. */
export const START_MS = Date.parse('2026-01-01T00:00:00Z');

const HOUR_MS = 3_600_000;

export function pod(name: string, change: Partial<PodView> = {}): PodView {
  return {
    metadata: { namespace: 'shop', name, uid: `${name}-uid`, resourceVersion: '1', labels: { app: 'orders' } },
    labelsReadAt: Infinity,
    createdMs: START_MS - 2 * HOUR_MS,
    terminating: false,
    phase: 'Running',
    ready: true,
    readySinceMs: START_MS - HOUR_MS,
    ips: [addressFor(name)],
    hostNetwork: false,
    nodeName: 'n1',
    zone: undefined,
    hostname: undefined,
    subdomain: undefined,
    namedPorts: [{ name: 'http', number: 8080, protocol: 'TCP' }],
    annotations: {},
    hasMorePriorities: false,
    deletionCost: undefined,
    ...change,
  };
}

/** A different address for each name of up to two letters. */
function addressFor(name: string): string {
  return `10.0.${name.charCodeAt(1) || 0}.${name.charCodeAt(0)}`;
}

export function notReady(of: PodView): PodView {
  return { ...of, ready: false, readySinceMs: undefined };
}

export function readySince(of: PodView, readySinceMs: number): PodView {
  return { ...of, ready: true, readySinceMs };
}

export function terminating(of: PodView): PodView {
  return { ...of, terminating: true };
}

/** Its containers have ended for good. */
export function failed(of: PodView): PodView {
  return { ...notReady(of), phase: 'Failed' };
}

export function withIps(of: PodView, ...ips: readonly string[]): PodView {
  return { ...of, ips };
}

export function withoutPorts(of: PodView): PodView {
  return { ...of, namedPorts: [] };
}

export function withPriority(of: PodView, priority: string): PodView {
  return { ...of, annotations: { [PRIORITY]: priority } };
}

export function onNode(of: PodView, nodeName: string): PodView {
  return { ...of, nodeName };
}

/** A pod of this revision of a Deployment, created so long after the others. */
export function ofRevision(of: PodView, hash: string, createdAfterMs = 0): PodView {
  return { ...withLabels(of, { 'pod-template-hash': hash }), createdMs: of.createdMs + createdAfterMs };
}

export function withLabels(of: PodView, labels: PodView['metadata']['labels']): PodView {
  return { ...of, metadata: { ...of.metadata, labels: { ...of.metadata.labels, ...labels } } };
}

export function unlabelled(of: PodView): PodView {
  return { ...of, metadata: { ...of.metadata, labels: {} } };
}

/** A new pod of the same name, after the deletion of the former. */
export function recreated(of: PodView): PodView {
  return { ...of, metadata: { ...of.metadata, uid: `${of.metadata.uid}-2` } };
}
