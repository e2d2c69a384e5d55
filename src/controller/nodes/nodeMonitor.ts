// How are the nodes, and is there a hold? Counted once for the whole process when something changes, so that a
// reconcile of an object only looks it up. What is heard of a node during a hold counts a moment later: see
// recoveringNodes.ts. Whether nodes fail together shows in their Leases before the API says so: see suspicions.ts.
// Without a hold these say nothing.
import { isJudged, isSameHealth, unreachableSinceMs } from '../../election/nodeHealth.ts';
import type { NodeCount } from '../../election/nodeHold.ts';
import type { NodeHealth } from '../../election/nodes.ts';
import type { NodeView } from '../../election/nodeView.ts';
import type { Change } from '../../kube/cache/change.ts';
import type { Store } from '../../kube/cache/store.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import { forEachYielding, yieldAfter } from '../../kube/timing/yield.ts';
import { AbsentNodes } from './absentNodes.ts';
import { CurrentHold } from './currentHold.ts';
import { NodeCounts } from './nodeCounts.ts';
import type { NodeLeases } from './nodeLeases.ts';
import type { NodeObserver } from './nodeObserver.ts';
import type { NodeChange, NodeTriggers } from './nodeTriggers.ts';
import { unreadableNodes, type ObservedNodes } from './observedNodes.ts';
import { RecoveringNodes } from './recoveringNodes.ts';
import { isHeard, SeenNodes } from './seenNodes.ts';
import { Suspicions } from './suspicions.ts';
import { Unheard } from './unheard.ts';
import { UnreachableNodes } from './unreachableNodes.ts';

export interface NodeMonitorOptions {
  readonly nodes: Store<NodeView>;
  readonly leases: Pick<NodeLeases, 'read'>;
  readonly clock: Clock;
  readonly triggers: NodeTriggers;
  readonly observer: NodeObserver;
}

export class NodeMonitor {
  readonly #options: NodeMonitorOptions;
  readonly #counts = new NodeCounts();
  readonly #unreachable = new UnreachableNodes();
  readonly #absent = new AbsentNodes();
  /** Only during a hold: those still count as unreachable. */
  readonly #recovering: RecoveringNodes;
  readonly #unheard: Unheard;
  readonly #suspicions: Suspicions;
  readonly #seen: SeenNodes;
  readonly #hold: CurrentHold;
  #isReadable = false;

  constructor(options: NodeMonitorOptions) {
    this.#options = options;
    this.#recovering = new RecoveringNodes(options.clock, () => this.#welcome());
    this.#unheard = new Unheard({ ...options, onHeard: (name) => this.#heardOf(name) });
    this.#suspicions = new Suspicions({ ...options, fellSilent: (silent) => this.#fellSilent(silent) });
    const { nodes } = options;
    this.#seen = new SeenNodes({ nodes, absent: this.#absent, recovering: this.#recovering, unheard: this.#unheard });
    this.#hold = new CurrentHold({
      ...options,
      numbers: () => this.#numbers(),
      wake: () => void this.#wake(),
      onEnd: () => this.#welcome(),
    });
  }

  /** Whether the API lets nodes be read, and all of them are there. Until then nobody is told of any. */
  set isReadable(isReadable: boolean) {
    if (this.#isReadable === isReadable) return;
    this.#isReadable = isReadable;
    this.#hold.judge();
    this.#count();
    this.#options.triggers.nodesReadable();
    if (isReadable && this.#hold.value === undefined) this.#suspectAll();
  }

  changed({ type, object }: Change<NodeView>): void {
    const { name } = object.metadata;
    const before = this.#lastHealthOf(name);
    if (this.#seen.named(name) === undefined) this.#absent.note(name, 'deleted');
    else this.#absent.forget(name);
    if (type === 'Deleted' || !isHeard(object)) {
      this.#recovering.cancel(name);
      this.#unheard.cancel(name);
    } else if (!this.#unheard.has(name)) this.#recoverDuringHold(name);
    this.#look(name, before);
  }

  /** The API has answered for a node that the caches did not know. */
  found(name: string, isThere: boolean): void {
    if (this.#seen.named(name) !== undefined) return;
    const before = this.#lastHealthOf(name);
    this.#absent.note(name, isThere ? 'there' : 'deleted');
    this.#look(name, before);
  }

  /** What an election needs to know of the nodes of its pods. */
  observe(names: Iterable<string | undefined>): ObservedNodes {
    if (!this.#isReadable) return unreadableNodes;
    const hold = this.#hold.value;
    const named = [...names].filter((name) => name !== undefined);
    const known = named.map((name) => [name, this.#seen.healthNamed(name)] as const);
    const byName = new Map(known.flatMap(([name, health]) => (health === undefined ? [] : [[name, health]])));
    const unknown = named.filter((name) => !byName.has(name) && this.#absent.isUnknown(name));
    const heldUntilMonotonicMs = hold?.untilMonotonicMs ?? this.#suspicions.heldUntilMonotonicMs;
    return { byName, unknown, heldUntilMonotonicMs, hold, isReadable: true };
  }

  /** No timer is left. */
  stop(): void {
    this.#hold.stop();
    this.#recovering.end();
    this.#unheard.end();
    this.#suspicions.stop();
  }

  /** As it was when it was last looked at. */
  #lastHealthOf(name: string): NodeHealth | undefined {
    return this.#counts.healthOf(name) ?? this.#absent.healthOf(name);
  }

  #recoverDuringHold(name: string): void {
    const isCounted = this.#counts.healthOf(name)?.state === 'Unreachable';
    if (isCounted && this.#hold.value !== undefined) this.#recovering.begin(name);
  }

  /** Its Lease is renewed again. */
  #heardOf(name: string): void {
    this.#recoverDuringHold(name);
    this.#look(name);
  }

  /** Only where so many did that there is a hold. */
  #fellSilent(renewMsByName: ReadonlyMap<string, number>): void {
    const silent = new Map([...renewMsByName].filter(([name]) => this.#isHeardOf(name)));
    if (!this.#hold.wouldBeginWith(silent.size)) return;
    this.#unheard.begin(silent);
    for (const name of silent.keys()) this.#update(name);
    this.#hold.judge();
    this.#count();
  }

  #isHeardOf(name: string): boolean {
    const node = this.#seen.named(name);
    return node !== undefined && isJudged(node) && isHeard(node);
  }

  /** Counts a node as it is now, and tells whom that concerns. */
  #look(name: string, before = this.#lastHealthOf(name)): void {
    this.#update(name);
    const after = this.#lastHealthOf(name);
    if (!this.#isReadable) return;
    this.#hold.judge();
    if (isSameHealth(before, after)) return;
    this.#count();
    this.#tell({ name, before, after });
  }

  #update(name: string): void {
    const node = this.#seen.named(name);
    if (node === undefined) this.#counts.delete(name);
    else this.#counts.set(node, this.#seen.healthOf(node));
    if (!this.#recovering.has(name)) this.#unreachable.listen(name, node, this.#hold.now());
  }

  #tell(change: NodeChange): void {
    const tell = (): void => this.#options.triggers.nodeChanged(change);
    const node = this.#seen.named(change.name);
    if (node === undefined || change.after?.state !== 'Unreachable' || this.#hold.value !== undefined) tell();
    else this.#suspicions.raise({ name: change.name, sinceMs: unreachableSinceMs(node) }, tell);
  }

  /** Those that were unreachable before anybody looked. */
  #suspectAll(): void {
    for (const name of this.#unreachable.names) {
      this.#tell({ name, before: undefined, after: this.#seen.healthNamed(name) });
    }
  }

  /** Nobody doubts any more what is said of those that were on their way back, or silent by their Leases alone. */
  #welcome(): void {
    for (const name of [...this.#recovering.end(), ...this.#unheard.end()]) {
      this.#look(name);
      this.#options.triggers.holdChanged(name, 'urgent');
    }
    this.#count();
  }

  #numbers(): NodeCount | undefined {
    return this.#isReadable ? { others: this.#counts.others, unreachableSince: this.#unreachable.times } : undefined;
  }

  async #wake(): Promise<void> {
    // When it ends, these are failovers that have waited.
    const priority = this.#hold.value === undefined ? 'urgent' : 'background';
    const { triggers } = this.#options;
    const doubtful = this.#seen.doubtful();
    await forEachYielding(doubtful, yieldAfter.queuedNodes, (name) => triggers.holdChanged(name, priority));
  }

  #count(): void {
    this.#options.observer.counted(this.#isReadable ? this.#counts.byState : new NodeCounts().byState);
  }
}
