// A pod names a node that the cache does not have: has it been deleted, or has the watch not told of it yet? A watch of
// pods may be ahead of that of nodes. Only the API knows; each node is asked for once, for all who wait for the answer.
import type { ApiClient } from '../../kube/api/apiClient.ts';
import { nameSelector } from '../../kube/api/nameSelector.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { settlesWithin } from '../../kube/timing/settlesWithin.ts';
import { TokenBucket } from '../../kube/timing/tokenBucket.ts';
import type { KubeObject } from '../../kube/wire.ts';
import { nodes } from '../cache/resources.ts';
import type { NodeMonitor } from './nodeMonitor.ts';

export interface NodeSource {
  readonly client: Pick<ApiClient, 'list'>;
  readonly nodeMonitor: Pick<NodeMonitor, 'found'>;
  readonly clock: Clock;
}

/** An election waits no longer than this: without an answer readiness decides, and a late one is taken into account. */
const WAIT_MS = 1000;

/** Whoever makes pods may name thousands of nodes that never were: of more than these readiness decides. */
const LOOK_UPS = { perSecond: 10, burst: 500 };

export class MissingNodes {
  readonly #asked = new Map<string, Promise<void>>();
  readonly #lookUps: TokenBucket;

  constructor(clock: Clock) {
    this.#lookUps = new TokenBucket({ ...LOOK_UPS, clock });
  }

  /** Resolves when the node monitor knows of all of them, or nothing can be known in time. */
  async ask(names: readonly string[], source: NodeSource): Promise<void> {
    const answers = names.flatMap((name) => this.#answerFor(name, source) ?? []);
    await settlesWithin(source.clock, WAIT_MS, Promise.all(answers));
  }

  #answerFor(name: string, source: NodeSource): Promise<void> | undefined {
    const known = this.#asked.get(name);
    if (known !== undefined) return known;
    if (!this.#lookUps.take()) return undefined;
    const answer = lookUp(name, source).finally(() => this.#asked.delete(name));
    this.#asked.set(name, answer);
    return answer;
  }
}

/** By a list, because that needs no more permissions than there are. */
async function lookUp(name: string, { client, nodeMonitor }: NodeSource): Promise<void> {
  try {
    const fieldSelector = nameSelector(name);
    const found = fieldSelector === undefined ? [] : await client.list<KubeObject>(nodes, { fieldSelector });
    nodeMonitor.found(name, found.length > 0);
  } catch {
    // The request is counted and logged where it was made. An election does not wait for nodes that nobody can see.
  }
}
