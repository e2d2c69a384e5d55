// Processes that take CPU time and do nothing. They pause while other processes keep the machine busy enough.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import type { SupervisedProcess } from '../../e2e/cluster/supervisedProcess.ts';

const LOOK_EVERY_MS = 5000;

/** The kernel's load average over one minute forgets by this factor between two looks. */
const KEPT = Math.exp(-LOOK_EVERY_MS / 60_000);

export interface BusyLoops {
  /** The load average of each look; `own` is what these loops contribute to it. */
  readonly loads: readonly { readonly all: number; readonly own: number }[];
  /** Between 0 and 1. */
  readonly shareOfTime: number;
}

/** Runs `count` loops at a low priority while all other processes have a load average below `limit`. */
export async function burn(
  plane: ControlPlane,
  { count, limit }: { readonly count: number; readonly limit: number },
  signal: AbortSignal,
): Promise<BusyLoops> {
  const loops = await Promise.all(Array.from({ length: count }, () => startLoop(plane)));
  const loads: { all: number; own: number }[] = [];
  let own = 0;
  let looksRunning = 0;
  while (!signal.aborted) {
    const [all = 0] = loadavg();
    const isRunning = all - own < limit;
    for (const loop of loops) loop.kill(isRunning ? 'SIGCONT' : 'SIGSTOP');
    loads.push({ all, own });
    if (isRunning) looksRunning += 1;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    own = own * KEPT + (isRunning ? count : 0) * (1 - KEPT);
  }
  await Promise.all(loops.map((loop) => loop.stop()));
  return { loads, shareOfTime: looksRunning / loads.length };
}

function startLoop({ supervisor, directory }: ControlPlane): Promise<SupervisedProcess> {
  const args = ['-n', '5', process.execPath, '-e', 'for (;;);'];
  return supervisor.start({ command: 'nice', args, logFile: join(directory, 'busy-loops.log') });
}
