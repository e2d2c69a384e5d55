// The measured operator: run as its image runs it, in a separate process, with the probe loaded.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { fetch } from 'undici';
import type { ControlPlane } from '../../e2e/cluster/controlPlane.ts';
import { OperatorProcess } from '../../e2e/cluster/operatorProcess.ts';
import { freePort } from '../../e2e/cluster/ports.ts';
import { operatorUser } from '../../e2e/cluster/users.ts';
import { cpuSecondsOf, memoryOf, type Memory } from '../processUsage.ts';
import { readBlocks, type Block } from './blocks.ts';
import type { ImageSettings } from '../../e2e/cluster/operatorImage.ts';
import { valuesOf, type Values } from './metricValues.ts';

const POLL_MS = 100;
const DEADLINE_MS = 300_000;

/** The metrics of single objects come last: a reader of totals closes the connection before them. */
const SUBJECTS_BEGIN = '# HELP activestandby_transitions_total';

const election = ['--leader-elect', '--leader-election-namespace=activestandby-system'];

export interface ColdStart {
  readonly readySeconds: number;
  /** Every object has been reconciled, and the queues are empty. */
  readonly idleSeconds: number;
  /** CPU time of all its threads; other processes do not count. */
  readonly cpuSeconds: number;
  /** Load of the machine: runnable processes. */
  readonly load: number;
}

interface MeasuredOptions {
  /** With a name it is one of several replicas, of which one leads. */
  readonly name?: string;
  /** The Dockerfile's unless said otherwise. */
  readonly image?: ImageSettings;
}

export class MeasuredOperator {
  readonly #operator: OperatorProcess;
  readonly #metricsUrl: string;
  readonly #probeFile: string;
  readonly #startedMs: number;

  private constructor(operator: OperatorProcess, place: { metricsUrl: string; probeFile: string; startedMs: number }) {
    this.#operator = operator;
    this.#metricsUrl = place.metricsUrl;
    this.#probeFile = place.probeFile;
    this.#startedMs = place.startedMs;
  }

  static async start(plane: ControlPlane, options: MeasuredOptions = {}): Promise<MeasuredOperator> {
    const { name, image } = options;
    const probe = await writeProbe(plane.directory);
    const probeFile = join(plane.directory, `probe-${crypto.randomUUID()}.jsonl`);
    await writeFile(probeFile, '');
    const metrics = `127.0.0.1:${await freePort()}`;
    const startedMs = performance.now();
    const operator = await OperatorProcess.start(plane, {
      kubeconfig: plane.kubeconfig(operatorUser),
      args: [`--metrics-bind-address=${metrics}`, ...(name === undefined ? [] : election)],
      ...(image === undefined ? {} : { image }),
      env: { SCALE_PROBE_FILE: probeFile, ...(name === undefined ? {} : { POD_NAME: name }) },
      nodeFlags: [`--import=${pathToFileURL(probe).href}`],
      untilReady: false,
    });
    return new MeasuredOperator(operator, { metricsUrl: `http://${metrics}/metrics`, probeFile, startedMs });
  }

  async untilReady(): Promise<void> {
    await this.#until(async () => (await this.#operator.health('readyz')) === 200);
  }

  async coldStart(services: number): Promise<ColdStart> {
    await this.untilReady();
    const readySeconds = this.#age();
    await this.#until(async () => isIdle(valuesOf(await this.#commonMetrics()), services));
    const [load = NaN] = loadavg();
    return { readySeconds, idleSeconds: this.#age(), cpuSeconds: cpuSecondsOf(this.#operator.process.pid), load };
  }

  /** Reads all metrics, as Prometheus does. */
  scrape(): Promise<string> {
    return fetch(this.#metricsUrl).then((response) => response.text());
  }

  memory(): Memory {
    return memoryOf(this.#operator.process.pid);
  }

  blocks(): readonly Block[] {
    return readBlocks(this.#probeFile);
  }

  /** In ms since the epoch; undefined while it does not lead. */
  get ledSinceMs(): number | undefined {
    const line = this.#operator.logs().find(({ message }) => message === 'became leader');
    return line && Date.parse(String(line['timestamp']));
  }

  kill(): void {
    this.#operator.kill();
  }

  async stop(): Promise<void> {
    await this.#operator.stop();
  }

  #age(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  async #commonMetrics(): Promise<string> {
    const { body } = await fetch(this.#metricsUrl);
    let text = '';
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes(SUBJECTS_BEGIN)) break;
    }
    return text;
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const deadlineMs = performance.now() + DEADLINE_MS;
    while (!(await isSo())) {
      if (performance.now() > deadlineMs) throw new Error('Cannot measure the start: it takes too long');
      await sleep(POLL_MS);
    }
  }
}

function isIdle(values: Values, services: number): boolean {
  const waiting = [...values].filter(([sample]) => /^activestandby_queue_(depth|running)/.test(sample));
  const reconciles = values.get('activestandby_reconcile_duration_seconds_count{outcome="success"}') ?? 0;
  return reconciles >= services && waiting.every(([, value]) => value === 0);
}

/** Built without types: stripping them would take memory in the operator's process. */
async function writeProbe(directory: string): Promise<string> {
  const source = readFileSync(new URL('probe.ts', import.meta.url), 'utf8');
  const { code } = await transform(source, { loader: 'ts', format: 'esm', target: 'node24' });
  const file = join(directory, 'probe.mjs');
  await writeFile(file, code);
  return file;
}
