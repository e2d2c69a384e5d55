// How do the parts become one process? They are put together, started, and stopped in an order that never leaves two
// writers: first all writes are answered, and only then the Lease is given back.
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Config } from './config.ts';
import { Controller } from './controller/controller.ts';
import { textAnswer, type Answer } from './http/answer.ts';
import { serve, type Routes } from './http/server.ts';
import { Rollbacks } from './kube/cache/rollbacks.ts';
import { connect, type Connection } from './kube/connect.ts';
import { loadKubeConfig } from './kube/loadKubeConfig.ts';
import { systemClock } from './kube/timing/clock.ts';
import { settlesWithin } from './kube/timing/settlesWithin.ts';
import { makeLeaderElection, type LeaderElection } from './leaderElection.ts';
import { observeApi, observeElections, observeLeadership, observeNodes, observeQueue } from './observers.ts';
import type { Log } from './telemetry/log.ts';
import { exposition, makeMetrics, type Metrics } from './telemetry/metrics.ts';

const USER_AGENT = 'active-standby-operator';

/** For the writes under way and then for the Lease: together less than the 5 s in which a process should end. */
const DRAIN_MS = 3000;
const RELEASE_MS = 1500;

interface Parts {
  readonly connection: Connection;
  readonly controller: Controller;
  readonly leaderElection: LeaderElection;
}

export interface Operator {
  /** Takes less than 5 s, whatever the API server does. */
  stop(): Promise<void>;
}

/** Resolves once it listens. From then on it follows the cluster, and leads when its time has come. */
export async function startOperator(config: Config, log: Log): Promise<Operator> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = makeMetrics(registry, { perResource: config.perResourceMetrics });
  const parts = assemble(config, metrics, log);
  const readyz = () => readinessOf(parts.controller);
  const servers = await serveAll(config, () => exposition(registry, metrics), readyz);
  log.info('starting', { server: parts.connection.serverUrl });
  void follow(parts, log);
  const stop = async (): Promise<void> => {
    await stopWriting(parts, log);
    await parts.connection.close();
    await Promise.all(servers.map((server) => server.close()));
  };
  return { stop };
}

function assemble(config: Config, metrics: Metrics, log: Log): Parts {
  const { concurrency, callRate: rate, instance } = config;
  const apiObserver = observeApi(metrics.kube, log);
  const rollbacks = new Rollbacks();
  rollbacks.listen(() => log.warn('the data of the API server went back, everything is read anew'));
  const load = () => loadKubeConfig(config.kubeconfig, config.environment);
  const connection = connect(load(), {
    observer: apiObserver,
    userAgent: USER_AGENT,
    concurrency,
    rate,
    reload: load,
  });
  const controller = new Controller({
    connection,
    clock: systemClock,
    apiObserver,
    nodeObserver: observeNodes(metrics.nodes, log),
    queueObserver: (task) => observeQueue(metrics.queues, task),
    electionObserver: observeElections(metrics, log),
    concurrency,
    instance,
    namespaces: config.namespaces,
    rollbacks,
  });
  const leaderElection = makeLeaderElection(config, {
    transport: connection.transport,
    forLease: (deadlineMs) => connection.forLease(deadlineMs),
    apiObserver,
    rollbacks,
    observer: observeLeadership(metrics.leader, log),
    lead: (leadership) => controller.lead(leadership),
  });
  return { connection, controller, leaderElection };
}

/** Whoever does not know anything of the cluster yet is no candidate. */
async function follow({ controller, leaderElection }: Parts, log: Log): Promise<void> {
  await controller.start();
  log.info('running');
  leaderElection.start();
}

function readinessOf({ incomplete }: Controller): Answer {
  if (incomplete.length === 0) return textAnswer(200, 'ok');
  const where = incomplete.filter((namespace) => namespace !== '').join(', ');
  return textAnswer(503, `the caches are not complete yet${where === '' ? '' : `: ${where}`}`);
}

async function stopWriting({ controller, leaderElection }: Parts, log: Log): Promise<void> {
  const isDrained = await settlesWithin(systemClock, DRAIN_MS, controller.stop());
  // A write without an answer may still take effect, so nobody is told to go ahead: the Lease runs out by itself.
  if (!isDrained) log.warn('writes are abandoned, and the Lease is not given back', { afterMs: DRAIN_MS });
  await settlesWithin(systemClock, RELEASE_MS, leaderElection.stop({ release: isDrained }));
}

const probesNeverWait = { answers: Infinity };

/** Metrics and health apart, so that a NetworkPolicy can tell Prometheus and the kubelet apart. */
function serveAll(config: Config, exposed: () => Promise<Answer>, readyz: () => Answer) {
  const metrics: Routes = new Map([['/metrics', exposed]]);
  const health: Routes = new Map([
    ['/healthz', () => textAnswer(200, 'ok')],
    ['/readyz', readyz],
  ]);
  return Promise.all([
    serve(metrics, config.metricsAddress),
    serve(health, config.healthAddress, { limits: probesNeverWait }),
  ]);
}
