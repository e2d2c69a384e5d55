// Assembles, starts and stops the parts of the process. At a stop all writes end before the Lease is released, so that
// there are never two writers.
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Config } from './config.ts';
import { Controller } from './controller/controller.ts';
import { textResponse, type HttpResponse } from './http/response.ts';
import { serve, type Routes } from './http/server.ts';
import { Rollbacks } from './kube/cache/rollbacks.ts';
import { connect, type Connection } from './kube/connect.ts';
import { loadKubeConfig } from './kube/loadKubeConfig.ts';
import { systemClock } from './kube/timing/clock.ts';
import { settlesWithin } from './kube/timing/settlesWithin.ts';
import { makeLeaderElection, type LeaderElection } from './leaderElection.ts';
import { observeApi, observeElections, observeLeadership, observeNodes, observeQueue } from './observers.ts';
import type { Log } from './telemetry/log.ts';
import { makeMetrics, type Metrics } from './telemetry/metrics.ts';
import { scrape } from './telemetry/scrape.ts';

const USER_AGENT = 'active-standby-operator';

/** For the writes in flight and then for the release of the Lease: together less than the 5 s of `stop`. */
const DRAIN_MS = 3000;
const RELEASE_MS = 1500;

interface Parts {
  readonly connection: Connection;
  readonly controller: Controller;
  readonly leaderElection: LeaderElection;
}

export interface Operator {
  /** Takes less than 5 s, also without an API server. */
  stop(): Promise<void>;
}

/** Resolves when the HTTP servers listen. The operator then fills its caches and joins leader election. */
export async function startOperator(config: Config, log: Log): Promise<Operator> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = makeMetrics(registry, { perResource: config.perResourceMetrics });
  const parts = assemble(config, metrics, log);
  const readyz = () => readinessOf(parts.controller);
  const servers = await serveAll(config, () => scrape(registry, metrics), readyz);
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
  rollbacks.listen(() => log.warn('the data of the API server went back, listing everything again'));
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

/** Joins leader election only when the caches are complete. */
async function follow({ connection, controller, leaderElection }: Parts, log: Log): Promise<void> {
  await controller.start();
  log.info('running');
  connection.keepWarm();
  leaderElection.start();
}

function readinessOf({ incomplete }: Controller): HttpResponse {
  if (incomplete.length === 0) return textResponse(200, 'ok');
  const where = incomplete.filter((namespace) => namespace !== '').join(', ');
  return textResponse(503, `caches are not complete${where === '' ? '' : `: ${where}`}`);
}

async function stopWriting({ controller, leaderElection }: Parts, log: Log): Promise<void> {
  const isDrained = await settlesWithin(systemClock, DRAIN_MS, controller.stop());
  // A write without a response may still take effect, so no other process may lead before the Lease expires.
  if (!isDrained) log.warn('writes aborted, Lease not released', { afterMs: DRAIN_MS });
  await settlesWithin(systemClock, RELEASE_MS, leaderElection.stop({ release: isDrained }));
}

const probesNeverWait = { answers: Infinity };

/** Metrics and health have separate ports: a NetworkPolicy can treat Prometheus and the kubelet differently. */
function serveAll(config: Config, exposed: () => Promise<HttpResponse>, readyz: () => HttpResponse) {
  const metrics: Routes = new Map([['/metrics', exposed]]);
  const health: Routes = new Map([
    ['/healthz', () => textResponse(200, 'ok')],
    ['/readyz', readyz],
  ]);
  return Promise.all([
    serve(metrics, config.metricsAddress),
    serve(health, config.healthAddress, { limits: probesNeverWait }),
  ]);
}
