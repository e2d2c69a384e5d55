// The benchmark's side of the observer: waits for failovers and tells how long each took.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { accessOf } from '../beside/access.ts';
import type { Fact, Report } from './facts.ts';
import { VoidError } from './validity.ts';

/** Longer than the slowest storm. */
const DEADLINE_MS = 120_000;

/** Both as namespace and name. */
export interface Failing {
  readonly pod: string;
  readonly service: string;
}

export class Observer {
  readonly #process: ChildProcess;
  readonly #listed = new Map<string, readonly string[]>();
  readonly #listeners = new Set<(fact: Fact) => void>();
  readonly #broken = Promise.withResolvers<never>();

  private constructor(child: ChildProcess) {
    this.#process = child;
    // Waits may not have begun.
    this.#broken.promise.catch(() => undefined);
    child.on('message', (report: Report) => this.#handle(report));
    child.once('exit', () => this.#broken.reject(new VoidError('the observer has ended')));
  }

  static start(plane: ControlPlane): Observer {
    const file = fileURLToPath(new URL('observerMain.ts', import.meta.url));
    const env = { ...process.env, ...accessOf(plane) };
    // Room for new objects: its own garbage collections would look like latency.
    return new Observer(fork(file, { env, execArgv: ['--max-semi-space-size=64'] }));
  }

  stop(): void {
    if (this.#process.connected) this.#process.disconnect();
  }

  /** The pods of a Service that are ready by its slice. */
  listedIn(service: string): readonly string[] {
    return this.#listed.get(service) ?? [];
  }

  /** Resolves once the slices are as asked for. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    await this.#wait(isSo, what);
  }

  /**
   * Runs `cause`; resolves with the times from the event that a pod is not ready to the event of the slice that lists
   * others only, in milliseconds.
   */
  async failovers(failing: readonly Failing[], cause: () => Promise<unknown>): Promise<readonly number[]> {
    const failedMs = new Map<string, number>();
    const movedMs = new Map<string, number>();
    const podOf = new Map(failing.map(({ pod, service }) => [service, pod]));
    const pods = new Set(podOf.values());
    const note = (fact: Fact): void => {
      if (fact.kind === 'pod' && pods.has(fact.key) && !fact.ready) setOnce(failedMs, fact);
      if (fact.kind === 'slice' && hasLeft(fact.listed, podOf.get(fact.key))) setOnce(movedMs, fact);
    };
    this.#listeners.add(note);
    const done = this.#wait(() => failedMs.size + movedMs.size === 2 * failing.length, 'all failovers');
    try {
      await Promise.all([done, cause()]);
    } finally {
      this.#listeners.delete(note);
    }
    return failing.map(({ pod, service }) => (movedMs.get(service) ?? NaN) - (failedMs.get(pod) ?? NaN));
  }

  #wait(isSo: () => boolean, what: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => void (isSo() && resolve());
    const giveUp = setTimeout(
      () => reject(new Error(`Cannot see ${what} within ${DEADLINE_MS / 1000} s`)),
      DEADLINE_MS,
    );
    this.#listeners.add(look);
    look();
    return Promise.race([promise, this.#broken.promise]).finally(() => {
      clearTimeout(giveUp);
      this.#listeners.delete(look);
    });
  }

  #handle(report: Report): void {
    if (report.type === 'broken') return this.#broken.reject(new VoidError(report.reason));
    for (const fact of report.facts) {
      if (fact.kind === 'slice') this.#listed.set(fact.key, fact.listed);
      for (const listener of this.#listeners) listener(fact);
    }
  }
}

function setOnce(times: Map<string, number>, { key, atMs }: Fact): void {
  if (!times.has(key)) times.set(key, atMs);
}

/** Also false for other Services. */
function hasLeft(listed: readonly string[], pod: string | undefined): boolean {
  return pod !== undefined && listed.length > 0 && !listed.includes(pod.split('/')[1] ?? '');
}
