// The supervisor is a separate process that owns the processes of a cluster, so that nothing is left however the parent
// ends: on stop, and also when the parent is killed, it kills every child and removes cgroups and directory.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ClusterError } from './clusterError.ts';
import { clusterCgroup, thawAll } from './cgroups.ts';
import { removeCluster } from './removeCluster.ts';
import { SupervisedProcess } from './supervisedProcess.ts';
import type { Report, Request } from './supervisorProtocol.ts';

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly started: (process: SupervisedProcess) => void;
  readonly failed: (error: ClusterError) => void;
  readonly spec: ProcessSpec;
}

export class Supervisor {
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Map<number, SupervisedProcess>();
  #lastId = 0;

  /** The supervisor removes `directory` at its end. */
  constructor(directory: string) {
    this.#directory = directory;
    const main = fileURLToPath(new URL('supervisorMain.ts', import.meta.url));
    // Detached: a Ctrl-C in the terminal reaches only the parent, which then decides.
    this.#process = spawn(process.execPath, [main, directory], {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process.on('message', (report: Report) => this.#handle(report));
    this.#process.once('exit', () => this.#end());
  }

  start(spec: ProcessSpec): Promise<SupervisedProcess> {
    const id = ++this.#lastId;
    return new Promise((started, failed) => {
      this.#waiting.set(id, { started, failed, spec });
      this.#send({ type: 'spawn', id, env: {}, ...spec });
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#send({ type: 'stop' });
    await gone;
  }

  /** Keeps everything running after this process has ended; SIGTERM to the returned process id stops it. */
  async release(): Promise<number> {
    const { pid } = this.#process;
    if (pid === undefined) throw new ClusterError('release the cluster', 'its supervisor never started');
    const confirmed = once(this.#process, 'message');
    this.#send({ type: 'release' });
    await confirmed;
    this.#process.disconnect();
    this.#process.unref();
    return pid;
  }

  #send(request: Request): void {
    // A supervisor that is gone is noticed by its exit event.
    this.#process.send(request, () => undefined);
  }

  #handle(report: Report): void {
    if (report.type === 'released') return;
    const waiting = this.#waiting.get(report.id);
    this.#waiting.delete(report.id);
    if (report.type === 'failed') {
      waiting?.failed(new ClusterError(`start ${waiting.spec.command}`, report.reason));
    } else if (report.type === 'exited') {
      this.#running.get(report.id)?.ended(report);
      this.#running.delete(report.id);
    } else if (waiting) {
      const process = new SupervisedProcess(report.pid, waiting.spec.logFile);
      this.#running.set(report.id, process);
      waiting.started(process);
    }
  }

  #end(): void {
    for (const { spec, failed } of this.#waiting.values()) {
      failed(new ClusterError(`start ${spec.command}`, 'its supervisor has ended'));
    }
    // It may have been killed itself: then this process ends its children.
    thawAll(clusterCgroup(this.#directory));
    for (const running of this.#running.values()) {
      running.kill('SIGKILL');
      running.ended({ code: null, signal: 'SIGKILL' });
    }
    void removeCluster(this.#directory);
  }
}
