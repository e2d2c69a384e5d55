// The entry point: reads flags, runs the operator until SIGTERM or SIGINT, and reports a fatal error in one line.
import { constants } from 'node:os';
import { escaped } from './api/printable.ts';
import { configOfProcess, usage } from './config.ts';
import { startOperator } from './operator.ts';
import { describeError, makeLog } from './telemetry/log.ts';

async function main(): Promise<void> {
  const config = configOfProcess();
  if (config.help) {
    process.stdout.write(usage);
    return;
  }
  const log = makeLog(config.logLevel, config.logFormat);
  const signalled = nextSignal();
  const operator = await startOperator(config, log);
  log.info('stopping', { signal: await signalled });
  await operator.stop();
}

/** A second signal ends the process at once. */
function nextSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let isStopping = false;
  const receive = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(128 + constants.signals[signal]);
    isStopping = true;
    resolve(signal);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, receive);
  return promise;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`active-standby-operator: ${escaped(describeError(error))}\n`);
  // A server that already listens would keep the process alive.
  process.exit(1);
}
