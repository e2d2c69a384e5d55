// Counts nodes by state. Keeps the last state of each node, so that a change is not counted twice.
import { isJudged } from '../../election/nodeHealth.ts';
import type { NodeHealth, PresentState } from '../../election/nodes.ts';
import type { NodeView } from '../../election/nodeView.ts';

export type CountsByState = Readonly<Record<PresentState, number>>;

interface Entry {
  readonly health: NodeHealth<PresentState>;
  /** Whether its kubelet, or Kubernetes in its place, has ever reported a state. */
  readonly isJudged: boolean;
}

export class NodeCounts {
  readonly #entries = new Map<string, Entry>();
  readonly #counts: Record<PresentState, number> = { Healthy: 0, NotReady: 0, Unreachable: 0, OutOfService: 0 };
  /** Among `Healthy`. */
  #unjudged = 0;

  get byState(): CountsByState {
    return { ...this.#counts };
  }

  /** Nodes that are judged and not unreachable. */
  get others(): number {
    const { Healthy, NotReady, OutOfService } = this.#counts;
    return Healthy - this.#unjudged + NotReady + OutOfService;
  }

  healthOf(name: string): NodeHealth<PresentState> | undefined {
    return this.#entries.get(name)?.health;
  }

  /** Adds a node, or updates its state. */
  set(node: NodeView, health: NodeHealth<PresentState>): void {
    this.delete(node.metadata.name);
    const entry = { health, isJudged: isJudged(node) };
    this.#entries.set(node.metadata.name, entry);
    this.#add(entry, 1);
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#add(entry, -1);
    this.#entries.delete(name);
  }

  #add(entry: Entry, count: 1 | -1): void {
    // A recovering node still counts as unreachable.
    const { state, isRecovering } = entry.health;
    this.#counts[isRecovering === true ? 'Unreachable' : state] += count;
    if (!entry.isJudged) this.#unjudged += count;
  }
}
