// The operator: flags in, a running controller out. It ends on SIGTERM or SIGINT, or with one clear line.
import { Registry, collectDefaultMetrics } from 'prom-client';
import { configOfProcess, usage, type Config } from './config.ts';
import { Controller } from './controller/controller.ts';
import { serve, text, type Answer, type Routes } from './http/server.ts';
import { systemClock } from './kube/clock.ts';
import { connect, type Connection } from './kube/connect.ts';
import { unchallenged } from './kube/leadership.ts';
import { loadKubeConfig } from './kube/loadKubeConfig.ts';
import { observeApi, observeElections, observeQueue } from './observers.ts';
import { exposition, makeMetrics } from './telemetry/metrics.ts';
import { describeError, makeLog, type Log } from './telemetry/log.ts';

const USER_AGENT = 'active-standby-operator';

async function main(): Promise<void> {
  const config = configOfProcess();
  if (config.help) {
    process.stdout.write(usage);
    return;
  }
  await run(config, makeLog(config.logLevel, config.logFormat));
}

async function run(config: Config, log: Log): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = makeMetrics(registry, { perResource: config.perResourceMetrics });
  const apiObserver = observeApi(metrics.kube, log);
  const load = () => loadKubeConfig(config.kubeconfig, config.environment);
  const kubeConfig = load();
  const connection = connect(kubeConfig, {
    observer: apiObserver,
    userAgent: USER_AGENT,
    concurrency: config.concurrency,
    rate: config.callRate,
    reload: load,
  });
  const controller = new Controller({
    connection,
    clock: systemClock,
    apiObserver,
    queueObserver: (task) => observeQueue(metrics.queues, task),
    electionObserver: observeElections(metrics, log),
    concurrency: config.concurrency,
    instance: config.instance,
  });
  const readiness = { isReady: false };
  const servers = await serveAll(config, () => exposition(registry, metrics), readiness);
  log.info('starting', { server: kubeConfig.getCurrentCluster()?.server });
  const stopping = onceSignalled().then((signal) => log.info('stopping', { signal }));
  await Promise.race([stopping, started(controller, readiness, log)]);
  await stopping;
  await stop(controller, connection, servers);
}

async function started(controller: Controller, readiness: { isReady: boolean }, log: Log): Promise<void> {
  await controller.start();
  readiness.isReady = true;
  log.info('running');
  await controller.lead(unchallenged(new AbortController().signal));
}

async function stop(
  controller: Controller,
  connection: Connection,
  servers: readonly { close(): Promise<void> }[],
): Promise<void> {
  await controller.stop();
  await connection.close();
  await Promise.all(servers.map((server) => server.close()));
}

/** Metrics and health apart, so that a NetworkPolicy can tell Prometheus and the kubelet apart. */
function serveAll(config: Config, exposed: () => Promise<Answer>, readiness: { readonly isReady: boolean }) {
  const metrics: Routes = new Map([['/metrics', exposed]]);
  const health: Routes = new Map([
    ['/healthz', () => text(200, 'ok')],
    ['/readyz', () => (readiness.isReady ? text(200, 'ok') : text(503, 'the caches are not complete yet'))],
  ]);
  return Promise.all([serve(metrics, config.metricsAddress), serve(health, config.healthAddress)]);
}

function onceSignalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve(signal));
  });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`active-standby-operator: ${describeError(error)}\n`);
  // At once: a server that listens already would keep the process alive.
  process.exit(1);
}
