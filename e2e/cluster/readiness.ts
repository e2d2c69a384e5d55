// Polls a started server until it is ready. One that ends meanwhile is an error with the end of its log; one whose port
// was in use is started again by the caller's `start`, which picks other ports.
import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError, reasonOf } from './clusterError.ts';
import type { SupervisedProcess } from './supervisedProcess.ts';

const pollMs = 15;
const attempts = 5;

export interface Startable<T> {
  readonly name: string;
  readonly deadlineMs: number;
  readonly start: () => Promise<{ process: SupervisedProcess; server: T }>;
  /** Throws or returns false until the server is ready. Must not mistake another cluster's server for this one. */
  readonly isReady: (server: T) => Promise<boolean>;
}

export async function startUntilReady<T>(startable: Startable<T>): Promise<{ process: SupervisedProcess; server: T }> {
  for (let attempt = 1; ; attempt++) {
    const started = await startable.start();
    try {
      await untilReady(startable, started);
      return started;
    } catch (error) {
      await started.process.stop();
      if (attempt === attempts || !foundPortTaken(started.process)) throw error;
    }
  }
}

async function untilReady<T>(
  { name, deadlineMs, isReady }: Startable<T>,
  { process, server }: { process: SupervisedProcess; server: T },
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  let last = 'no answer yet';
  while (performance.now() < deadline) {
    if (process.exit !== undefined) {
      throw new ClusterError(`start ${name}`, `it ended with ${JSON.stringify(process.exit)}\n${tail(process.log())}`);
    }
    try {
      if (await isReady(server)) return;
      last = 'it answers, but is not ready';
    } catch (error) {
      last = reasonOf(error);
    }
    await delay(pollMs);
  }
  throw new ClusterError(`start ${name}`, `not ready after ${deadlineMs / 1000} s: ${last}\n${tail(process.log())}`);
}

function foundPortTaken(process: SupervisedProcess): boolean {
  return process.exit !== undefined && process.log().includes('address already in use');
}

function tail(log: string): string {
  return log.trimEnd().split('\n').slice(-15).join('\n');
}
