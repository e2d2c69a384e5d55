// Looks up nodes that pods name and the cache lacks: such a node was deleted, or the watch of nodes is behind that of
// pods. Concurrent look-ups of a node share one request.
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

/** An election waits no longer than this: without an answer readiness decides; a late answer is still recorded. */
const WAIT_MS = 1000;

/** Pods may name thousands of nodes that never existed. Beyond this rate readiness decides. */
const LOOK_UPS = { perSecond: 10, burst: 500 };

export class MissingNodes {
  readonly #asked = new Map<string, Promise<void>>();
  readonly #lookUps: TokenBucket;

  constructor(clock: Clock) {
    this.#lookUps = new TokenBucket({ ...LOOK_UPS, clock });
  }

  /** Resolves when the node monitor has all answers, or after a second. Never rejects. */
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

/** Lists by name, because `get` would need another permission. */
async function lookUp(name: string, { client, nodeMonitor }: NodeSource): Promise<void> {
  try {
    const fieldSelector = nameSelector(name);
    const found = fieldSelector === undefined ? [] : await client.list<KubeObject>(nodes, { fieldSelector });
    nodeMonitor.found(name, found.length > 0);
  } catch {
    // The client has counted and logged the failure. Without an answer readiness decides.
  }
}
