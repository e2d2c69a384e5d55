// A network namespace with a process that holds it. When that process ends, so does the namespace with all links in it
// and their other ends: nothing has to be removed by hand.
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError } from '../clusterError.ts';
import type { SupervisedProcess } from '../supervisedProcess.ts';
import type { Supervisor } from '../supervisor.ts';
import { run } from './command.ts';

export interface Place {
  readonly supervisor: Supervisor;
  readonly directory: string;
}

const pollMs = 5;
const deadlineMs = 10_000;

/** Ends with its parent, also when that is killed. */
export const untilParentEnds = ['setpriv', '--pdeathsig', 'KILL'] as const;

export class NetworkNamespace {
  readonly holder: SupervisedProcess;
  readonly #place: Place;

  private constructor(place: Place, holder: SupervisedProcess) {
    this.#place = place;
    this.holder = holder;
  }

  static async open(place: Place, name: string): Promise<NetworkNamespace> {
    const logFile = join(place.directory, `${name}.log`);
    // The directory tells the processes of one cluster from all others.
    const hold = `ip link set lo up; exec sleep infinity # ${place.directory}`;
    const args = [...untilParentEnds.slice(1), 'unshare', '--net', 'bash', '-c', hold];
    const holder = await place.supervisor.start({ command: untilParentEnds[0], args, logFile });
    await untilUnshared(holder.pid);
    return new NetworkNamespace(place, holder);
  }

  /** Runs a command in it to its end. */
  run(...command: readonly string[]): Promise<string> {
    return runInNetworkOf(this.holder.pid, ...command);
  }

  /** Starts a process in it. */
  start(name: string, command: readonly string[]): Promise<SupervisedProcess> {
    const { supervisor, directory } = this.#place;
    const args = [...untilParentEnds.slice(1), ...enterNetworkOf(this.holder.pid), ...command];
    return supervisor.start({ command: untilParentEnds[0], args, logFile: join(directory, `${name}.log`) });
  }

  async close(): Promise<void> {
    await this.holder.stop();
  }
}

export function runInNetworkOf(pid: number, ...command: readonly string[]): Promise<string> {
  return run(...enterNetworkOf(pid), ...command);
}

function enterNetworkOf(pid: number): readonly [string, ...string[]] {
  return ['nsenter', '--target', String(pid), '--net', '--'];
}

/** A process that was just started is still in the namespace of its parent. */
export async function untilUnshared(pid: number): Promise<void> {
  const giveUpMs = performance.now() + deadlineMs;
  while (networkOf(pid) === networkOf('self')) {
    if (performance.now() > giveUpMs) throw new ClusterError(`open a network namespace`, `process ${pid} has none`);
    await delay(pollMs);
  }
}

function networkOf(process: number | 'self'): string {
  return readlinkSync(`/proc/${process}/ns/net`);
}
