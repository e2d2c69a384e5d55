// Freezes the API server now and then by SIGSTOP, every fourth time for as long as allowed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedProcess } from '../../e2e/cluster/supervisedProcess.ts';

const PAUSE_MS = { least: 4000, most: 14_000 };

/** Resolves with how long each freeze lasted, in milliseconds, once `signal` is aborted. */
export async function freezeNowAndThen(
  server: SupervisedProcess,
  longestMs: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const durationsMs: number[] = [];
  while (!signal.aborted) {
    await pause(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least), signal);
    if (signal.aborted) break;
    const frozenMs = performance.now();
    server.kill('SIGSTOP');
    await sleep(durationsMs.length % 4 === 3 ? longestMs : Math.random() * longestMs);
    server.kill('SIGCONT');
    durationsMs.push(performance.now() - frozenMs);
  }
  return durationsMs;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
