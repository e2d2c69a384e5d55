// The operator as a user would run it: the bundle in a separate process of the cluster's supervisor, so that it can be
// killed between two writes and leaves nothing behind.
import { once } from 'node:events';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { fetch } from 'undici';
import { parseJson } from './json.ts';
import { freePort } from './ports.ts';
import { flagsOfMemoryLimit, imageSettings, type ImageSettings } from './operatorImage.ts';
import { startUntilReady } from './readiness.ts';
import type { ControlPlane } from './controlPlane.ts';
import type { Exit, SupervisedProcess } from './supervisedProcess.ts';

export interface OperatorOptions {
  /** A path: of the control plane, or of a fault proxy. */
  readonly kubeconfig: string;
  readonly args?: readonly string[];
  /** Default: that of `make build`. */
  readonly bundle?: string;
  /** Those of the Dockerfile unless given. */
  readonly image?: ImageSettings;
  /** Flags of Node, after those of the image. */
  readonly nodeFlags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** False: resolve once /healthz is ok, for example without an API server. */
  readonly untilReady?: boolean;
}

export type LogLine = Readonly<Record<string, unknown>>;

const bundleOfTree = fileURLToPath(new URL('../../dist/operator.mjs', import.meta.url));

interface Addresses {
  readonly metrics: string;
  readonly health: string;
}

export class OperatorProcess {
  readonly #plane: ControlPlane;
  readonly #options: OperatorOptions;
  readonly #logFile: string;
  #process: SupervisedProcess | undefined;
  #addresses: Addresses = { metrics: '', health: '' };

  private constructor(plane: ControlPlane, options: OperatorOptions) {
    this.#plane = plane;
    this.#options = options;
    this.#logFile = join(plane.directory, `operator-${crypto.randomUUID().slice(0, 8)}.log`);
  }

  /** Resolves once /readyz is ok. */
  static async start(plane: ControlPlane, options: OperatorOptions): Promise<OperatorProcess> {
    const operator = new OperatorProcess(plane, options);
    await operator.start();
    return operator;
  }

  get process(): SupervisedProcess {
    if (this.#process === undefined) throw new Error('unreachable: start() sets the process');
    return this.#process;
  }

  /** Again, after it was killed or stopped. */
  async start(): Promise<void> {
    const { untilReady = true } = this.#options;
    const { process } = await startUntilReady<Addresses>({
      name: 'the operator',
      deadlineMs: 30_000,
      isReady: async ({ health }) => (await fetch(`http://${health}/${untilReady ? 'readyz' : 'healthz'}`)).ok,
      start: () => this.#spawn(),
    });
    this.#process = process;
  }

  /** SIGKILL, at once: for a fault between two writes. `process.exited` resolves when it has ended. */
  kill(): void {
    this.process.kill('SIGKILL');
  }

  /** Gracefully, by SIGTERM. */
  stop(): Promise<Exit> {
    return this.process.stop('SIGTERM');
  }

  /** The text of /metrics. */
  async metrics(): Promise<string> {
    return (await fetch(`http://${this.#addresses.metrics}/metrics`)).text();
  }

  /** The HTTP status of /healthz or /readyz. */
  async health(path: 'healthz' | 'readyz'): Promise<number> {
    return (await fetch(`http://${this.#addresses.health}/${path}`)).status;
  }

  /** Its JSON log lines so far, over all its starts. */
  logs(): readonly LogLine[] {
    const lines = this.process.log().split('\n');
    return lines.filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => parseJson<LogLine>(line));
  }

  /** Waits for a line with this message, after the first `since` lines. */
  async untilLogged(message: string, since = 0): Promise<void> {
    const isThere = (): boolean =>
      this.logs()
        .slice(since)
        .some((line) => line['message'] === message);
    // The watch starts before the read, so that nothing is missed in between.
    const watcher = watch(this.#logFile, { signal: AbortSignal.timeout(15_000) });
    try {
      while (!isThere()) await once(watcher, 'change');
    } finally {
      watcher.close();
    }
  }

  async #spawn(): Promise<{ process: SupervisedProcess; server: Addresses }> {
    const {
      kubeconfig,
      args = [],
      nodeFlags = [],
      env = {},
      image = imageSettings(),
      bundle = bundleOfTree,
    } = this.#options;
    this.#addresses = { metrics: `127.0.0.1:${await freePort()}`, health: `127.0.0.1:${await freePort()}` };
    const started = await this.#plane.supervisor.start({
      command: process.execPath,
      args: [
        ...flagsOfMemoryLimit(),
        ...image.nodeFlags,
        ...nodeFlags,
        bundle,
        `--kubeconfig=${kubeconfig}`,
        `--metrics-bind-address=${this.#addresses.metrics}`,
        `--health-probe-bind-address=${this.#addresses.health}`,
        '--leader-elect=false',
        '--log-format=json',
        ...args,
      ],
      env: { ...image.env, ...env },
      logFile: this.#logFile,
    });
    return { process: started, server: this.#addresses };
  }
}
