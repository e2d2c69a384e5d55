// One process below a supervisor: its id, its log, its end.
import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export class SupervisedProcess {
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  readonly #resolveExit: (exit: Exit) => void;
  #exit: Exit | undefined;

  constructor(pid: number, logFile: string) {
    this.pid = pid;
    this.logFile = logFile;
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.exited = promise;
    this.#resolveExit = resolve;
  }

  /** Undefined while it runs. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** Sends the signal directly, not through the supervisor: a fault must happen between two writes. */
  kill(signal: NodeJS.Signals): void {
    if (this.#exit !== undefined) return;
    try {
      process.kill(this.pid, signal);
    } catch (error) {
      // Ended a moment ago; its exit report is still under way.
      if (!(isNativeError(error) && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.kill(signal);
    return this.exited;
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Called by the supervisor only. */
  ended({ code, signal }: Exit): void {
    this.#exit = { code, signal };
    this.#resolveExit(this.#exit);
  }
}
