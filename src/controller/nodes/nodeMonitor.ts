// Judges the nodes and the node hold once per change, for the whole process; a reconcile only looks the result up.
import { isSameHealth, unreachableSinceMs } from '../../election/nodeHealth.ts';
import type { NodeCount } from '../../election/nodeHold.ts';
import type { NodeHealth } from '../../election/nodes.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Change } from '../../kube/cache/change.ts';
import type { Store } from '../../kube/cache/store.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { forEachYielding, yieldAfter } from '../../kube/timing/yield.ts';
import { UncachedNodes } from './uncachedNodes.ts';
import { CurrentHold } from './currentHold.ts';
import { NodeCounts } from './nodeCounts.ts';
import type { NodeLeases } from './nodeLeases.ts';
import type { NodeObserver } from './nodeObserver.ts';
import type { NodeChange, NodeTriggers } from './nodeTriggers.ts';
import { unreadableNodes, type ObservedNodes } from './observedNodes.ts';
import { RecoveringNodes } from './recoveringNodes.ts';
import { isReporting, SeenNodes } from './seenNodes.ts';
import { SilentLeases } from './silentLeases.ts';
import { LeaseChecks } from './leaseChecks.ts';
import { UnreachableNodes } from './unreachableNodes.ts';

export interface NodeMonitorOptions {
  readonly nodes: Store<NodeView>;
  readonly leases: Pick<NodeLeases, 'read'>;
  readonly clock: Clock;
  readonly triggers: NodeTriggers;
  readonly observer: NodeObserver;
}

/**
 * Guarantees:
 * - No node failure is acted on while most nodes are unreachable (a hold), for 10 min after the last failure at most.
 * - A single failure is acted on within 0.5 s, after the Leases have shown whether others fail, too.
 * - A node that reports again during a hold counts as unreachable for 12 s more: its kubelet has to update its pods.
 * - Nothing is triggered before all nodes are listed.
 * Caveats:
 * - Without permission to read nodes there is no hold, and the readiness of pods decides. Without Leases a hold begins
 *   only when the API has marked most nodes, too late for the first failovers.
 * - If most nodes really fail, their failovers wait for the end of the hold.
 */
export class NodeMonitor {
  readonly #options: NodeMonitorOptions;
  readonly #counts = new NodeCounts();
  readonly #unreachable = new UnreachableNodes();
  readonly #uncached = new UncachedNodes();
  readonly #recovering: RecoveringNodes;
  readonly #silent: SilentLeases;
  readonly #leaseChecks: LeaseChecks;
  readonly #seen: SeenNodes;
  readonly #hold: CurrentHold;
  #isReadable = false;

  constructor(options: NodeMonitorOptions) {
    this.#options = options;
    this.#recovering = new RecoveringNodes(options.clock, () => this.#endDoubt());
    this.#silent = new SilentLeases({ ...options, onRenewed: (name) => this.#leaseRenewed(name) });
    this.#leaseChecks = new LeaseChecks({ ...options, onSilent: (silent) => this.#leasesSilent(silent) });
    const { nodes } = options;
    this.#seen = new SeenNodes({ nodes, uncached: this.#uncached, recovering: this.#recovering, silent: this.#silent });
    this.#hold = new CurrentHold({
      ...options,
      numbers: () => this.#numbers(),
      triggerReconciles: () => void this.#triggerDoubtful(),
      onEnd: () => this.#endDoubt(),
    });
  }

  /** Whether nodes may be read and all are listed. Until then nothing is triggered. */
  set isReadable(isReadable: boolean) {
    if (this.#isReadable === isReadable) return;
    this.#isReadable = isReadable;
    this.#hold.judge();
    this.#publishCounts();
    this.#options.triggers.nodesReadable();
    if (isReadable && this.#hold.value === undefined) this.#suspectAll();
  }

  changed({ type, object }: Change<NodeView>): void {
    const { name } = object.metadata;
    const before = this.#lastHealthOf(name);
    if (this.#seen.named(name) === undefined) this.#uncached.note(name, 'deleted');
    else this.#uncached.forget(name);
    if (type === 'Deleted' || !isReporting(object)) {
      this.#recovering.cancel(name);
      this.#silent.cancel(name);
    } else if (!this.#silent.has(name)) this.#recoverDuringHold(name);
    this.#refresh(name, before);
  }

  /** The API's answer for a node that the caches lack. */
  found(name: string, isThere: boolean): void {
    if (this.#seen.named(name) !== undefined) return;
    const before = this.#lastHealthOf(name);
    this.#uncached.note(name, isThere ? 'there' : 'deleted');
    this.#refresh(name, before);
  }

  /** What an election needs to know of the nodes of its pods. */
  observe(names: Iterable<string | undefined>): ObservedNodes {
    if (!this.#isReadable) return unreadableNodes;
    const hold = this.#hold.value;
    const named = [...names].filter((name) => name !== undefined);
    const known = named.map((name) => [name, this.#seen.healthNamed(name)] as const);
    const byName = new Map(known.flatMap(([name, health]) => (health === undefined ? [] : [[name, health]])));
    const unknown = named.filter((name) => !byName.has(name) && this.#uncached.isUnknown(name));
    const heldUntilMonotonicMs = hold?.untilMonotonicMs ?? this.#leaseChecks.heldUntilMonotonicMs;
    return { byName, unknown, heldUntilMonotonicMs, hold, isReadable: true };
  }

  /** No timer is left. */
  stop(): void {
    this.#hold.stop();
    this.#recovering.end();
    this.#silent.end();
    this.#leaseChecks.stop();
  }

  #lastHealthOf(name: string): NodeHealth | undefined {
    return this.#counts.healthOf(name) ?? this.#uncached.healthOf(name);
  }

  #recoverDuringHold(name: string): void {
    const isCounted = this.#counts.healthOf(name)?.state === 'Unreachable';
    if (isCounted && this.#hold.value !== undefined) this.#recovering.begin(name);
  }

  #leaseRenewed(name: string): void {
    this.#recoverDuringHold(name);
    this.#refresh(name);
  }

  /** Ignores silent Leases unless there are enough for a hold. */
  #leasesSilent(renewMsByName: ReadonlyMap<string, number>): void {
    const silent = new Map([...renewMsByName].filter(([name]) => this.#seen.isReporting(name)));
    if (!this.#hold.wouldBeginWith(silent.size)) return;
    this.#silent.begin(silent);
    for (const name of silent.keys()) this.#update(name);
    this.#hold.judge();
    this.#publishCounts();
  }

  /** Counts the node in its current state, and triggers reconciles if its health changed. */
  #refresh(name: string, before = this.#lastHealthOf(name)): void {
    this.#update(name);
    const after = this.#lastHealthOf(name);
    if (!this.#isReadable) return;
    this.#hold.judge();
    if (isSameHealth(before, after)) return;
    this.#publishCounts();
    this.#trigger({ name, before, after });
  }

  #update(name: string): void {
    const node = this.#seen.named(name);
    if (node === undefined) this.#counts.delete(name);
    else this.#counts.set(node, this.#seen.healthOf(node));
    if (!this.#recovering.has(name)) this.#unreachable.update(name, node, this.#hold.now());
  }

  #trigger(change: NodeChange): void {
    const trigger = (): void => this.#options.triggers.nodeChanged(change);
    const node = this.#seen.named(change.name);
    if (node === undefined || change.after?.state !== 'Unreachable' || this.#hold.value !== undefined) trigger();
    else this.#leaseChecks.raise({ name: change.name, sinceMs: unreachableSinceMs(node) }, trigger);
  }

  /** Nodes that were unreachable before the first list. */
  #suspectAll(): void {
    for (const name of this.#unreachable.names) {
      this.#trigger({ name, before: undefined, after: this.#seen.healthNamed(name) });
    }
  }

  /** From now on the API's state of recovering nodes, and of those silent by their Leases alone, is acted on. */
  #endDoubt(): void {
    for (const name of [...this.#recovering.end(), ...this.#silent.end()]) {
      this.#refresh(name);
      this.#options.triggers.holdChanged(name, 'urgent');
    }
    this.#publishCounts();
  }

  #numbers(): NodeCount | undefined {
    return this.#isReadable ? { others: this.#counts.others, unreachableSince: this.#unreachable.times } : undefined;
  }

  async #triggerDoubtful(): Promise<void> {
    // At the end of a hold these are failovers that have waited.
    const priority = this.#hold.value === undefined ? 'urgent' : 'background';
    const { triggers } = this.#options;
    await forEachYielding(this.#seen.doubtful(), yieldAfter.queuedNodes, (name) =>
      triggers.holdChanged(name, priority),
    );
  }

  #publishCounts(): void {
    this.#options.observer.counted(this.#isReadable ? this.#counts.byState : new NodeCounts().byState);
  }
}
