// The health of a node by all evidence: its object, whether it is recovering, whether its Lease is silent, and whether
// it was deleted.
import { isDoubtful, isJudged, nodeHealthOf } from '../../election/nodeHealth.ts';
import type { NodeHealth, PresentState } from '../../election/nodes.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Store } from '../../kube/cache/store.ts';
import { objectKey } from '../../kube/resource.ts';
import type { UncachedNodes } from './uncachedNodes.ts';
import type { RecoveringNodes } from './recoveringNodes.ts';
import type { SilentLeases } from './silentLeases.ts';

export interface NodeEvidence {
  readonly nodes: Store<NodeView>;
  readonly uncached: UncachedNodes;
  readonly recovering: Pick<RecoveringNodes, 'has'>;
  readonly silent: Pick<SilentLeases, 'has'>;
}

export class SeenNodes {
  readonly #evidence: NodeEvidence;

  constructor(evidence: NodeEvidence) {
    this.#evidence = evidence;
  }

  /** Undefined when the caches do not have the node. A node with a silent Lease appears as unreachable. */
  named(name: string): NodeView | undefined {
    const node = this.#evidence.nodes.get(objectKey({ name }));
    const isLeaseSilent = node !== undefined && this.#evidence.silent.has(name) && isReporting(node);
    return isLeaseSilent ? { ...node, ready: 'Unknown', readyChangedMs: undefined } : node;
  }

  /** Undefined when nothing is known of the node. */
  healthNamed(name: string): NodeHealth | undefined {
    const node = this.named(name);
    return node === undefined ? this.#evidence.uncached.healthOf(name) : this.healthOf(node);
  }

  healthOf(node: NodeView): NodeHealth<PresentState> {
    const health = nodeHealthOf(node);
    return this.#evidence.recovering.has(node.metadata.name) ? { ...health, isRecovering: true } : health;
  }

  /** Whether the caches have the node, and its kubelet has reported and still does. */
  isReporting(name: string): boolean {
    const node = this.named(name);
    return node !== undefined && isJudged(node) && isReporting(node);
  }

  /** Names of the nodes whose state, and that of their pods, is not acted on during a hold. */
  doubtful(): readonly string[] {
    const names = [...this.#evidence.nodes.values()].map(({ metadata }) => metadata.name);
    return names.filter((name) => isDoubtful(this.healthNamed(name)?.state ?? 'Healthy'));
  }
}

/** Whether its kubelet reports, by the node object alone. */
export function isReporting(node: NodeView): boolean {
  const { state } = nodeHealthOf(node);
  return state === 'Healthy' || state === 'NotReady';
}
