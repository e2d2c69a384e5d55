// All states that a walk has reached, the path to each, and the state in which each comes to rest.
import type { Ledger } from '../../src/election/ledger.ts';
import type { Move } from './moves.ts';
import type { Reconcile } from './reconcile.ts';
import type { Scenario } from './scenario.ts';
import { keyOf, type State } from './state.ts';

const NOWHERE = -1;

/** What one reconcile of a state has shown. */
interface Finding {
  /** The states that follow once the slice is written, and once the status is too. */
  readonly written: number;
  readonly reported: number;
  readonly isChanging: boolean;
  /** It has requested another reconcile by a timer. */
  readonly isWaking: boolean;
  /**
   * The next reconcile has work left by this one: to end a drain of zero length, or what waited for its end.
   */
  readonly isHalfway: boolean;
}

export class Graph {
  readonly #indices = new Map<string, number>();
  readonly #waiting: (State | undefined)[] = [];
  readonly #parents: number[] = [];
  readonly #moves: string[] = [];
  readonly #findings: Finding[] = [];
  /** Pairs of states that differ by passed time only. */
  readonly #times: number[] = [];

  constructor(start: State) {
    this.add(NOWHERE, { name: 'the beginning', state: start });
  }

  get size(): number {
    return this.#parents.length;
  }

  add(from: number, { name, state, isTime = false }: Move): void {
    const key = keyOf(state);
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.size;
      this.#indices.set(key, index);
      this.#waiting.push(state);
      this.#parents.push(from);
      this.#moves.push(name);
    }
    if (isTime) this.#times.push(from, index);
  }

  /** Returns each state once, and drops it. */
  take(index: number): State | undefined {
    const state = this.#waiting[index];
    this.#waiting[index] = undefined;
    return state;
  }

  /** Call in the order of the states. Returns whether the state stays the same once it is reported. */
  observe(index: number, { step, sight, written, reported, scenario }: Reconcile): boolean {
    const finding = {
      written: this.#indexOf(written),
      reported: this.#indexOf(reported),
      isChanging: step.ledger !== sight.input.ledger,
      isWaking: step.requeueAtMonotonicMs !== undefined,
      isHalfway: isAtOnceOver(step.ledger, scenario) || step.switchover?.reason === 'Draining',
    };
    this.#findings.push(finding);
    return finding.reported === index;
  }

  #indexOf(state: State): number {
    return this.#indices.get(keyOf(state)) ?? NOWHERE;
  }

  story(index: number, law: string): string {
    const moves: string[] = [];
    for (let at = index; at !== NOWHERE; at = this.#parents[at] ?? NOWHERE) moves.unshift(this.#moves[at] ?? '?');
    return `${law}: broken by a reconcile after ${moves.join(', ')}`;
  }

  /** Violations that involve several states. */
  violations(): readonly string[] {
    return [...this.#unsettled(), ...this.#asleep(), ...this.#restless()].slice(0, 3);
  }

  *#unsettled(): Generator<string> {
    for (const [index, { isChanging, isHalfway, written }] of this.#findings.entries()) {
      const isChangingAgain = this.#findings[written]?.isChanging === true;
      if (isChanging && isChangingAgain && !isHalfway) yield this.story(index, 'a second reconcile decides nothing');
    }
  }

  /** When time alone changes the decision, a timer must have requested the reconcile. */
  *#asleep(): Generator<string> {
    for (let at = 0; at < this.#times.length; at += 2) {
      const before = this.#findings[this.#times[at] ?? NOWHERE];
      const after = this.#findings[this.#times[at + 1] ?? NOWHERE];
      const isMissed = after?.isChanging === true && before?.isChanging === false && !before.isWaking;
      if (isMissed) yield this.story(this.#times[at] ?? NOWHERE, 'the operator wakes up for each timer that matters');
    }
  }

  /** Without changes each state comes to rest: no chain of reconciles is a cycle. */
  *#restless(): Generator<string> {
    const walkOf = new Int32Array(this.size).fill(NOWHERE);
    for (let start = 0; start < this.size; start += 1) {
      let at = start;
      while (at !== NOWHERE && walkOf[at] === NOWHERE) {
        walkOf[at] = start;
        const next = this.#findings[at]?.reported ?? NOWHERE;
        at = next === at ? NOWHERE : next;
      }
      if (at !== NOWHERE && walkOf[at] === start) yield this.story(at, 'it comes to rest when nothing changes');
    }
  }
}

function isAtOnceOver({ intent }: Ledger, { policy }: Scenario): boolean {
  return intent === 'Draining' && policy.drainTimeoutMs === 0;
}
