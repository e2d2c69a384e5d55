// A client with a network of its own beside the nodes. It asks again and again, and remembers who answered when.
import { setTimeout as delay } from 'node:timers/promises';
import { requireBinary } from '../binaries/findBinaries.ts';
import { ClusterError } from '../clusterError.ts';
import type { SupervisedProcess } from '../supervisedProcess.ts';
import type { Cluster } from './cluster.ts';
import { NetworkNamespace } from './networkNamespace.ts';
import { parseOutcomes, type Outcome } from './outcomes.ts';
import type { RealNode } from './realNode.ts';

export interface ClientPlace {
  /** From 1; no two clients of a cluster have the same. */
  readonly index: number;
  readonly through: RealNode;
}

export interface Questions {
  readonly url: string;
  /** The Host header, if not that of the URL. */
  readonly host?: string;
  /** Default: 5. */
  readonly everyMs?: number;
  /** After which a request has failed. Default: 1,000. */
  readonly timeoutMs?: number;
  /** Address and port of a DNS server. */
  readonly resolver?: string;
}

const ordinaryDeadlineMs = 30_000;
const pollMs = 20;

export class Client {
  readonly #namespace: NetworkNamespace;
  readonly #name: string;
  #asked = 0;

  private constructor(namespace: NetworkNamespace, name: string) {
    this.#namespace = namespace;
    this.#name = name;
  }

  static async open({ plane, lan }: Cluster, { index, through }: ClientPlace): Promise<Client> {
    const name = `client-${index}`;
    const namespace = await NetworkNamespace.open(plane, name);
    const { addresses } = lan;
    await lan.attach({
      name,
      pid: namespace.holder.pid,
      address: addresses.client(index),
      routes: [addresses.services, addresses.pods].map((to) => ({ to, via: through.address })),
    });
    return new Client(namespace, name);
  }

  /** Runs a command on it to its end. */
  run(...command: readonly string[]): Promise<string> {
    return this.#namespace.run(...command);
  }

  /** Asks until it is stopped, each time by a connection of its own. */
  async ask({ url, host, everyMs = 5, timeoutMs = 1000, resolver }: Questions): Promise<Asking> {
    this.#asked += 1;
    const command = [
      requireBinary('app'),
      'ask',
      `-url=${url}`,
      `-every=${everyMs}ms`,
      `-timeout=${timeoutMs}ms`,
      ...(host === undefined ? [] : [`-host=${host}`]),
      ...(resolver === undefined ? [] : [`-resolver=${resolver}`]),
    ];
    return new Asking(await this.#namespace.start(`${this.#name}-asks-${this.#asked}`, command));
  }

  close(): Promise<void> {
    return this.#namespace.close();
  }
}

export class Asking {
  readonly #process: SupervisedProcess;

  constructor(process: SupervisedProcess) {
    this.#process = process;
  }

  /** In the order in which the requests ended. */
  outcomes(): readonly Outcome[] {
    return parseOutcomes(this.#process.log());
  }

  /** Waits for an answer of this pod that was asked for from now on. */
  async until(pod: string, deadlineMs = ordinaryDeadlineMs): Promise<Outcome> {
    const [sinceMs, giveUpMs] = [Date.now(), performance.now() + deadlineMs];
    while (performance.now() < giveUpMs) {
      const found = this.outcomes().find((outcome) => outcome.pod === pod && outcome.sentMs >= sinceMs);
      if (found !== undefined) return found;
      await delay(pollMs);
    }
    const last = JSON.stringify(this.outcomes().at(-1) ?? 'nothing');
    throw new ClusterError(`get an answer of ${pod}`, `none came within ${deadlineMs / 1000} s; the last was ${last}`);
  }

  async stop(): Promise<readonly Outcome[]> {
    await this.#process.stop();
    return this.outcomes();
  }
}
