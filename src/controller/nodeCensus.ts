// How are the nodes, and is there a hold? Counted once for the whole process when something changes, so that a pass
// over an object only looks it up. Its one timer rings when the hold ends.
import { isJudged, isSameHealth, nodeHealthOf } from '../election/nodeHealth.ts';
import { holdOf, type NodeHold } from '../election/nodeHold.ts';
import type { NodeHealth, NodeState } from '../election/nodes.ts';
import type { NodeView } from '../election/nodeView.ts';
import type { Now } from '../election/now.ts';
import { eachWithBreaths } from '../kube/breath.ts';
import type { Change } from '../kube/change.ts';
import type { Clock } from '../kube/clock.ts';
import { objectKey } from '../kube/resource.ts';
import type { Store } from '../kube/store.ts';
import type { NodeObserver } from './nodeObserver.ts';
import type { ObservedNodes } from './observed.ts';
import { Silences } from './silences.ts';
import type { Triggers } from './triggers.ts';

export interface NodeCensusOptions {
  readonly nodes: Store<NodeView>;
  readonly clock: Clock;
  readonly triggers: Pick<Triggers, 'nodeChanged' | 'holdChanged' | 'nodesReadable'>;
  readonly observer: NodeObserver;
}

/** While a hold goes on, what is told of its numbers is at most this old. */
const RETELL_MS = 5000;

/** With a hundred pods each, a few milliseconds' work. */
const NODES_PER_BREATH = 10;

/** A hold doubts what these nodes and their pods are said to be. */
const doubtful: ReadonlySet<NodeState> = new Set(['NotReady', 'Unreachable']);

const unreadable: ObservedNodes = {
  byName: new Map(),
  heldUntilMonotonicMs: undefined,
  hold: undefined,
  isReadable: false,
};

export class NodeCensus {
  readonly #options: NodeCensusOptions;
  readonly #counts: Record<NodeState, number> = { Healthy: 0, NotReady: 0, Unreachable: 0, OutOfService: 0 };
  /** Of the healthy ones, those that nobody has ever said anything of. */
  #unjudged = 0;
  readonly #silences = new Silences();
  #isReadable = false;
  #hold: NodeHold | undefined;
  #cancelEnd = noTimer;
  #cancelRetelling: (() => void) | undefined;

  constructor(options: NodeCensusOptions) {
    this.#options = options;
  }

  /** Whether the API lets nodes be read, and all of them are there. Until then nobody is told of any. */
  set isReadable(isReadable: boolean) {
    if (this.#isReadable === isReadable) return;
    this.#isReadable = isReadable;
    this.#judge();
    this.#count();
    this.#options.triggers.nodesReadable();
  }

  changed(change: Change<NodeView>): void {
    const before = change.type === 'Modified' ? change.previous : whenDeleted(change);
    const after = change.type === 'Deleted' ? undefined : change.object;
    const { name } = change.object.metadata;
    if (before !== undefined) this.#add(before, -1);
    if (after !== undefined) this.#add(after, 1);
    this.#silences.listen(name, after, this.#now());
    if (!this.#isReadable) return;
    this.#judge();
    const [was, is] = [before && nodeHealthOf(before), after && nodeHealthOf(after)];
    if (isSameHealth(was, is)) return;
    this.#count();
    this.#options.triggers.nodeChanged({ name, before: was, after: is });
  }

  /** What an election needs to know of the nodes of its pods. */
  observe(names: Iterable<string | undefined>): ObservedNodes {
    if (!this.#isReadable) return unreadable;
    const byName = new Map<string, NodeHealth>();
    for (const name of names) {
      const node = name === undefined ? undefined : this.#options.nodes.get(objectKey({ name }));
      if (node !== undefined) byName.set(node.metadata.name, nodeHealthOf(node));
    }
    // The timer may be a moment late.
    if (this.#hold !== undefined && this.#hold.untilMonotonicMs <= this.#now().monotonicMs) this.#judge();
    return { byName, heldUntilMonotonicMs: this.#hold?.untilMonotonicMs, hold: this.#hold, isReadable: true };
  }

  /** No timer is left. */
  stop(): void {
    this.#cancelEnd();
    this.#cancelRetelling?.();
  }

  #add(node: NodeView, count: 1 | -1): void {
    this.#counts[nodeHealthOf(node).state] += count;
    if (!isJudged(node)) this.#unjudged += count;
  }

  #judge(): void {
    const before = this.#hold;
    const next = this.#isReadable ? holdOf(this.#numbers(), this.#now()) : undefined;
    if (isSameHold(before, next)) return;
    this.#hold = next;
    this.#cancelEnd();
    this.#cancelEnd = next === undefined ? noTimer : this.#at(next.untilMonotonicMs, () => this.#judge());
    if (before !== undefined && next !== undefined) this.#retellLater();
    else this.#tell();
  }

  #numbers() {
    const { Healthy, NotReady, OutOfService } = this.#counts;
    return { others: Healthy - this.#unjudged + NotReady + OutOfService, unreachableSince: this.#silences.times };
  }

  #tell(): void {
    this.#cancelRetelling?.();
    this.#cancelRetelling = undefined;
    this.#options.observer.holdChanged(this.#hold);
    void this.#wake();
  }

  #retellLater(): void {
    this.#cancelRetelling ??= this.#at(this.#now().monotonicMs + RETELL_MS, () => {
      this.#cancelRetelling = undefined;
      void this.#wake();
    });
  }

  async #wake(): Promise<void> {
    // When it ends, these are failovers that have waited.
    const priority = this.#hold === undefined ? 'urgent' : 'background';
    const { nodes, triggers } = this.#options;
    const doubted = [...nodes.values()].filter((node) => doubtful.has(nodeHealthOf(node).state));
    await eachWithBreaths(doubted, NODES_PER_BREATH, ({ metadata }) => triggers.holdChanged(metadata.name, priority));
  }

  #count(): void {
    const none = { Healthy: 0, NotReady: 0, Unreachable: 0, OutOfService: 0 };
    this.#options.observer.counted(this.#isReadable ? { ...this.#counts } : none);
  }

  #at(monotonicMs: number, run: () => void): () => void {
    const { clock } = this.#options;
    return clock.setTimer(Math.max(0, monotonicMs - clock.monotonicMs()), run);
  }

  #now(): Now {
    const { clock } = this.#options;
    return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  }
}

function noTimer(): void {}

function whenDeleted({ type, object }: Change<NodeView>): NodeView | undefined {
  return type === 'Deleted' ? object : undefined;
}

/** The end on the wall clock is that of the first time, so that it does not tremble in what is told. */
function isSameHold(a: NodeHold | undefined, b: NodeHold | undefined): boolean {
  return a?.untilMonotonicMs === b?.untilMonotonicMs && a?.unreachable === b?.unreachable && a?.counted === b?.counted;
}
