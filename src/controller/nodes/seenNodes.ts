// How is a node, by all that is known of it: what the API says, that it is on its way back, that its Lease is silent, or
// that it was deleted?
import { isDoubtful, nodeHealthOf } from '../../election/nodeHealth.ts';
import type { NodeHealth, PresentState } from '../../election/nodes.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Store } from '../../kube/cache/store.ts';
import { objectKey } from '../../kube/resource.ts';
import type { AbsentNodes } from './absentNodes.ts';
import type { RecoveringNodes } from './recoveringNodes.ts';
import type { Unheard } from './unheard.ts';

export interface NodeEvidence {
  readonly nodes: Store<NodeView>;
  readonly absent: AbsentNodes;
  readonly recovering: Pick<RecoveringNodes, 'has'>;
  readonly unheard: Pick<Unheard, 'has'>;
}

export class SeenNodes {
  readonly #evidence: NodeEvidence;

  constructor(evidence: NodeEvidence) {
    this.#evidence = evidence;
  }

  /** Undefined: the caches do not have it. */
  named(name: string): NodeView | undefined {
    const node = this.#evidence.nodes.get(objectKey({ name }));
    const isUnheard = node !== undefined && this.#evidence.unheard.has(name) && isHeard(node);
    return isUnheard ? { ...node, ready: 'Unknown', readyChangedMs: undefined } : node;
  }

  /** Undefined: nothing is known of it. */
  healthNamed(name: string): NodeHealth | undefined {
    const node = this.named(name);
    return node === undefined ? this.#evidence.absent.healthOf(name) : this.healthOf(node);
  }

  healthOf(node: NodeView): NodeHealth<PresentState> {
    const health = nodeHealthOf(node);
    return this.#evidence.recovering.has(node.metadata.name) ? { ...health, isRecovering: true } : health;
  }

  /** Of which and of whose pods a hold doubts what is said. */
  doubtful(): readonly string[] {
    const names = [...this.#evidence.nodes.values()].map(({ metadata }) => metadata.name);
    return names.filter((name) => isDoubtful(this.healthNamed(name)?.state ?? 'Healthy'));
  }
}

/** By its kubelet, as far as the API knows. */
export function isHeard(node: NodeView): boolean {
  const { state } = nodeHealthOf(node);
  return state === 'Healthy' || state === 'NotReady';
}
