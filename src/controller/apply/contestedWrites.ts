// Remembers recent writes and decides when one that another client has undone is repeated, so that the operator never
// fights another client in a loop.
import { hash } from 'node:crypto';
import {
  heldSinceMs,
  HELD_MS,
  LONGEST_ABSENCE_MS,
  isContestOver,
  mendedByOthers,
  repairAtMs,
  undone,
  written,
  type Contest,
} from './repairBackoff.ts';

/** Each part has its own backoff: a conflict about one must not delay the repair of the others. */
export type RepairPart = 'slice' | 'service' | 'selector' | 'status';

export interface Contested {
  readonly uid: string;
  readonly part: RepairPart;
}

export interface WrittenPart extends Contested {
  readonly decision: unknown;
  readonly change: string | undefined;
}

export interface UndonePart extends Contested {
  readonly decision: unknown;
  /** Describes the change; called for repairs only, because it is costly. */
  readonly change: () => string;
  /** The object has been deleted. */
  readonly isMissing?: boolean;
}

export interface RepeatedChange {
  readonly message: string;
  /** When the message is withdrawn if nothing changes, in monotonic ms; undefined while a repair is waiting. */
  readonly endsAtMs: number | undefined;
}

/**
 * Guarantees:
 * - A new decision is due at once, and so is a first repair, unless the API server's answer already differed.
 * - When repairs are undone within 0.5 s, or after 8 repairs, the next waits 1 s, 2 s … 5 min; at most 1 s if the
 *   object was deleted.
 * - A write that has held for two minutes starts without backoff again.
 *
 * Caveats:
 * - The memory ends with the leader session: a new leader repairs at once.
 * - Only digests of decisions are kept; entries are dropped on later writes, so some outlive the two minutes.
 */
export class ContestedWrites {
  /** By UID and part, in the order of their writes. */
  readonly #contests = new Map<string, Contest>();

  get size(): number {
    return this.#contests.size;
  }

  /** Call after each accepted write, with the difference of the answer if there is one. */
  wrote(part: WrittenPart, nowMs: number): void {
    const key = keyOf(part);
    const contest = written(this.#contests.get(key), { decision: digestOf(part.decision), change: part.change }, nowMs);
    this.#contests.delete(key);
    this.#contests.set(key, contest);
    this.#forgetSettled(nowMs);
  }

  /** Call when there is nothing to repair: the other client may have reverted its change. */
  holds(part: Contested, nowMs: number): void {
    const key = keyOf(part);
    const known = this.#contests.get(key);
    if (known?.undoneMs !== undefined) this.#contests.set(key, mendedByOthers(known, nowMs));
  }

  /** When the decision may be written, in monotonic ms: now, or later when the same one has been undone before. */
  dueMs(part: UndonePart, nowMs: number): number {
    const key = keyOf(part);
    const known = this.#contests.get(key);
    if (known === undefined || known.sent !== digestOf(part.decision) || isContestOver(known, nowMs)) return nowMs;
    const contest = undone(known, part.change(), nowMs);
    this.#contests.set(key, contest);
    return part.isMissing === true ? repairAtMs(contest, LONGEST_ABSENCE_MS) : repairAtMs(contest);
  }

  /** The changes by other clients to report; undefined when there are none. */
  contestOf(part: Contested, nowMs: number): RepeatedChange | undefined {
    const contest = this.#contests.get(keyOf(part));
    if (contest?.repeatedChange === undefined || isContestOver(contest, nowMs)) return undefined;
    const sinceMs = heldSinceMs(contest);
    return { message: contest.repeatedChange, endsAtMs: sinceMs === undefined ? undefined : sinceMs + HELD_MS };
  }

  forget(uid: string): void {
    for (const part of ['slice', 'service', 'selector', 'status'] as const) this.#contests.delete(keyOf({ uid, part }));
  }

  #forgetSettled(nowMs: number): void {
    for (const [key, contest] of this.#contests) {
      if (nowMs - contest.writtenMs < HELD_MS) return;
      if (isContestOver(contest, nowMs)) this.#contests.delete(key);
    }
  }
}

function keyOf({ uid, part }: Contested): string {
  return `${uid} ${part}`;
}

/** Keeps the memory of 10,000 decisions small. */
function digestOf(decision: unknown): string {
  return hash('sha256', JSON.stringify(decision), 'base64');
}
