// How are the nodes, and is there a hold? Counted once for the whole process when something changes, so that a pass
// over an object only looks it up. What is heard of a node during a hold counts a moment later: see returns.ts.
import { isDoubtful, isSameHealth, nodeHealthOf } from '../election/nodeHealth.ts';
import { holdOf, type NodeCount, type NodeHold } from '../election/nodeHold.ts';
import type { NodeHealth, PresentState } from '../election/nodes.ts';
import type { NodeView } from '../election/nodeView.ts';
import type { Now } from '../election/now.ts';
import { eachWithBreaths } from '../kube/breath.ts';
import type { Change } from '../kube/change.ts';
import type { Clock } from '../kube/clock.ts';
import { objectKey } from '../kube/resource.ts';
import type { Store } from '../kube/store.ts';
import { AbsentNodes } from './absentNodes.ts';
import { HoldNews } from './holdNews.ts';
import type { NodeObserver } from './nodeObserver.ts';
import type { ObservedNodes } from './observed.ts';
import { NodeTally } from './nodeTally.ts';
import { Returns } from './returns.ts';
import { Silences } from './silences.ts';
import type { Triggers } from './triggers.ts';

export interface NodeCensusOptions {
  readonly nodes: Store<NodeView>;
  readonly clock: Clock;
  readonly triggers: Pick<Triggers, 'nodeChanged' | 'holdChanged' | 'nodesReadable'>;
  readonly observer: NodeObserver;
}

/** With a hundred pods each, a few milliseconds' work. */
const NODES_PER_BREATH = 10;

const unreadable: ObservedNodes = {
  byName: new Map(),
  unknown: [],
  heldUntilMonotonicMs: undefined,
  hold: undefined,
  isReadable: false,
};

export class NodeCensus {
  readonly #options: NodeCensusOptions;
  readonly #tally = new NodeTally();
  readonly #silences = new Silences();
  readonly #absent = new AbsentNodes();
  /** Only during a hold: those still count as unreachable. */
  readonly #returns: Returns;
  #isReadable = false;
  #hold: NodeHold | undefined;
  #cancelEnd = noTimer;
  readonly #news: HoldNews;

  constructor(options: NodeCensusOptions) {
    this.#options = options;
    this.#returns = new Returns(options.clock, () => this.#welcome());
    this.#news = new HoldNews({ ...options, wake: () => void this.#wake() });
  }

  /** Whether the API lets nodes be read, and all of them are there. Until then nobody is told of any. */
  set isReadable(isReadable: boolean) {
    if (this.#isReadable === isReadable) return;
    this.#isReadable = isReadable;
    this.#judge();
    this.#count();
    this.#options.triggers.nodesReadable();
  }

  changed({ type, object }: Change<NodeView>): void {
    const { name } = object.metadata;
    const before = this.#lastHealthOf(name);
    if (this.#nodeNamed(name) === undefined) this.#absent.note(name, 'deleted');
    else this.#absent.forget(name);
    if (type === 'Deleted' || !isHeard(object)) this.#returns.cancel(name);
    else if (this.#hold !== undefined && this.#tally.healthOf(name)?.state === 'Unreachable') this.#returns.begin(name);
    this.#look(name, before);
  }

  /** The API has answered for a node that the caches did not know. */
  found(name: string, isThere: boolean): void {
    if (this.#nodeNamed(name) !== undefined) return;
    const before = this.#lastHealthOf(name);
    this.#absent.note(name, isThere ? 'there' : 'deleted');
    this.#look(name, before);
  }

  /** What an election needs to know of the nodes of its pods. */
  observe(names: Iterable<string | undefined>): ObservedNodes {
    if (!this.#isReadable) return unreadable;
    // The timer may be a moment late.
    if (this.#hold !== undefined && this.#hold.untilMonotonicMs <= this.#now().monotonicMs) this.#judge();
    const named = [...names].filter((name) => name !== undefined);
    const known = named.map((name) => [name, this.#currentHealthOf(name)] as const);
    const byName = new Map(known.flatMap(([name, health]) => (health === undefined ? [] : [[name, health]])));
    const unknown = named.filter((name) => this.#nodeNamed(name) === undefined && this.#absent.isUnknown(name));
    return { byName, unknown, heldUntilMonotonicMs: this.#hold?.untilMonotonicMs, hold: this.#hold, isReadable: true };
  }

  /** No timer is left. */
  stop(): void {
    this.#cancelEnd();
    this.#news.stop();
    this.#returns.end();
  }

  #nodeNamed(name: string): NodeView | undefined {
    return this.#options.nodes.get(objectKey({ name }));
  }

  #currentHealthOf(name: string): NodeHealth | undefined {
    const node = this.#nodeNamed(name);
    return node === undefined ? this.#absent.healthOf(name) : this.#healthOf(node);
  }

  /** As it was when it was last looked at. */
  #lastHealthOf(name: string): NodeHealth | undefined {
    return this.#tally.healthOf(name) ?? this.#absent.healthOf(name);
  }

  #healthOf(node: NodeView): NodeHealth<PresentState> {
    const health = nodeHealthOf(node);
    return this.#returns.has(node.metadata.name) ? { ...health, isReturning: true } : health;
  }

  /** Counts a node as it is now, and tells whom that concerns. */
  #look(name: string, before = this.#lastHealthOf(name)): void {
    const node = this.#nodeNamed(name);
    if (node === undefined) this.#tally.delete(name);
    else this.#tally.set(node, this.#healthOf(node));
    const after = this.#lastHealthOf(name);
    if (!this.#returns.has(name)) this.#silences.listen(name, node, this.#now());
    if (!this.#isReadable) return;
    this.#judge();
    if (isSameHealth(before, after)) return;
    this.#count();
    this.#options.triggers.nodeChanged({ name, before, after });
  }

  #judge(): void {
    const before = this.#hold;
    const next = this.#isReadable ? holdOf(this.#numbers(), this.#now()) : undefined;
    if (isSameHold(before, next)) return;
    this.#hold = next;
    this.#cancelEnd();
    this.#cancelEnd = next === undefined ? noTimer : this.#at(next.untilMonotonicMs, () => this.#judge());
    if (before !== undefined && next !== undefined) this.#news.numbersChanged();
    else this.#news.changed(next);
    if (next === undefined) this.#welcome();
  }

  /** Nobody doubts any more what is said of those that were on their way back. */
  #welcome(): void {
    for (const name of this.#returns.end()) {
      this.#look(name);
      this.#options.triggers.holdChanged(name, 'urgent');
    }
    this.#count();
  }

  #numbers(): NodeCount {
    return { others: this.#tally.others, unreachableSince: this.#silences.times };
  }

  async #wake(): Promise<void> {
    // When it ends, these are failovers that have waited.
    const priority = this.#hold === undefined ? 'urgent' : 'background';
    const { nodes, triggers } = this.#options;
    const doubted = [...nodes.values()].filter((node) => isDoubtful(this.#healthOf(node).state));
    await eachWithBreaths(doubted, NODES_PER_BREATH, ({ metadata }) => triggers.holdChanged(metadata.name, priority));
  }

  #count(): void {
    this.#options.observer.counted(this.#isReadable ? this.#tally.counts : new NodeTally().counts);
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

/** By its kubelet. */
function isHeard(node: NodeView): boolean {
  const { state } = nodeHealthOf(node);
  return state === 'Healthy' || state === 'NotReady';
}

/** The end on the wall clock is that of the first time, so that it does not tremble in what is told. */
function isSameHold(a: NodeHold | undefined, b: NodeHold | undefined): boolean {
  return a?.untilMonotonicMs === b?.untilMonotonicMs && a?.unreachable === b?.unreachable && a?.counted === b?.counted;
}
