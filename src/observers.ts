// Turns observed events into metrics and log lines. One info line per transition; a reconcile without changes logs
// nothing.
import type { NodeObserver } from './controller/nodes/nodeObserver.ts';
import type { ElectionObserver } from './controller/reconcile/electionObserver.ts';
import type { Outcome, PublishedTransition } from './desired/outcome.ts';
import { publishedBy } from './election/ledger.ts';
import { isForbidden } from './kube/api/apiError.ts';
import type { CampaignObserver } from './kube/leaderElection/campaign.ts';
import { holderOf } from './kube/leaderElection/lease.ts';
import type { ApiObserver, QueueObserver } from './kube/observer.ts';
import { objectKey, parseKey } from './kube/resource.ts';
import type { FailoverTimes } from './telemetry/electionMetrics.ts';
import type { KubeMetrics } from './telemetry/kubeMetrics.ts';
import type { LeaderMetrics } from './telemetry/leaderMetrics.ts';
import { describeError, type Log } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { NodeMetrics } from './telemetry/nodeMetrics.ts';
import type { CandidateState } from './telemetry/perResourceMetrics.ts';
import type { QueueMetrics } from './telemetry/queueMetrics.ts';

const MAX_PATHS = 16;

export function observeElections({ elections, perResource }: Metrics, log: Log): ElectionObserver {
  return {
    recorded: ({ key, outcome }) => {
      perResource?.stateSeen(parseKey(key), stateOf(outcome));
      if (log.isDebug) log.debug('reconciled', { key, phase: outcome.step.phase, rules: outcome.step.fired });
    },
    transitioned: ({ key, transition }) => {
      const times = timesOf(transition);
      const seconds = times && times.noticedToDecided + times.decidedToPublished;
      if (times !== undefined) elections.transitioned(transition.cause, times);
      perResource?.transitioned(parseKey(key), transition.cause, seconds);
      log.info('active pod changed', { key, ...fieldsOf(transition), seconds });
    },
    reconciled: ({ seconds, outcome }) => elections.reconcileFinished(outcome, seconds),
    failed: ({ key, task, error }) => {
      elections.failed(task);
      log.warn('failed, retrying', { key, task, error: describeError(error) });
    },
    fieldsPruned: (paths) => {
      elections.fieldsPruned(paths.length);
      if (paths.length === 0) log.info('the CRD is current again: no status fields are dropped');
      else log.error('the CRD is older than the operator: apply crds/', { dropped: paths.slice(0, MAX_PATHS) });
    },
    ended: (key) => perResource?.forget(parseKey(key)),
  };
}

function stateOf({ ledger, isRecorded, step }: Outcome) {
  const active = isRecorded ? publishedBy(ledger) : undefined;
  const candidates: Record<CandidateState, number> = { active: 0, eligible: 0, settling: 0, ineligible: 0 };
  for (const { pod, eligible, reason } of step.candidates) {
    if (pod.metadata.uid === active?.uid) candidates.active += 1;
    else if (eligible) candidates.eligible += 1;
    else candidates[reason === 'Settling' ? 'settling' : 'ineligible'] += 1;
  }
  return { term: ledger.term, hasActive: active !== undefined, candidates };
}

/** Undefined if the change was not observed completely. */
function timesOf({ detectedMs, electedMs, publishedMs }: PublishedTransition): FailoverTimes | undefined {
  if (detectedMs === undefined || electedMs === undefined || publishedMs === undefined) return undefined;
  return {
    noticedToDecided: Math.max(electedMs - detectedMs, 0) / 1000,
    decidedToPublished: Math.max(publishedMs - electedMs, 0) / 1000,
  };
}

function fieldsOf({ term, cause, from, to }: PublishedTransition) {
  return { term, cause, from: from?.name, to: to?.name };
}

export function observeNodes(metrics: NodeMetrics, log: Log): NodeObserver {
  return {
    counted: (nodes) => {
      for (const [state, count] of Object.entries(nodes)) metrics.nodes.set({ state }, count);
    },
    holdChanged: (hold) => {
      metrics.held.set(hold === undefined ? 0 : 1);
      if (hold === undefined) {
        log.info('node hold ended: acting on node failures again');
        return;
      }
      const { unreachable, counted, untilMs } = hold;
      const until = new Date(untilMs).toISOString();
      log.warn('holding node failures: too many nodes unreachable', { unreachable, counted, until });
    },
  };
}

export function observeQueue(metrics: QueueMetrics, queue: string): QueueObserver {
  return {
    queueChanged: (lengths) => void metrics.lengths.set(queue, lengths),
    itemWaited: ({ priority, seconds }) => metrics.wait.observe({ queue, priority }, seconds),
  };
}

export function observeLeadership(metrics: LeaderMetrics, log: Log): CampaignObserver {
  let leader: string | undefined;
  return {
    gained: () => {
      metrics.leads.set(1);
      log.info('became leader');
    },
    lost: (reason) => {
      metrics.leads.set(0);
      log.warn('lost leadership', { reason: describeError(reason) });
    },
    leaseSeen: (spec) => {
      metrics.transitions.set(spec.leaseTransitions ?? 0);
      if (holderOf(spec) === leader) return;
      leader = holderOf(spec);
      log.info('leader changed', { leader, transitions: spec.leaseTransitions });
    },
    leaseFailed: (error) => {
      metrics.failures.inc();
      log.warn('Lease request failed, retrying', { error: describeError(error) });
    },
  };
}

export function observeApi(metrics: KubeMetrics, log: Log): ApiObserver {
  return {
    requestFinished: ({ verb, resource, code, seconds }) => {
      metrics.requests.observe({ verb, resource, code: code ?? 'none' }, seconds);
    },
    watchRestarted: ({ resource: { plural: resource }, reason, error }) => {
      metrics.watchRestarts.inc({ resource, reason });
      log.warn('watch restarted', { resource, reason, error: describeError(error) });
    },
    listFailed: ({ resource: { plural: resource }, error }) => {
      if (isForbidden(error)) log.error('permission denied, retrying', { resource, error: describeError(error) });
      else log.warn('list failed, retrying', { resource, error: describeError(error) });
    },
    relisted: ({ resource: { plural: resource }, count }) => {
      metrics.relists.inc({ resource });
      log.info('listed', { resource, count });
    },
    objectRejected: ({ resource: { plural: resource }, error, name, isRepeated = false }) => {
      metrics.rejected.inc({ resource });
      if (isRepeated) return;
      const object = name && objectKey(name);
      log.error('object rejected, treated as absent: correct or delete it', {
        resource,
        object,
        error: describeError(error),
      });
    },
  };
}
