// What is remembered of writes, so that nobody is contradicted in a loop? Only of the last minutes.
import { createHash } from 'node:crypto';
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

/** Parts are contested each by itself: who fights for one must not keep the others from being put right. */
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
  /** Only a repair needs the words: a new decision is not kept waiting for them. */
  readonly change: () => string;
  /** It has been deleted altogether. */
  readonly isMissing?: boolean;
}

export interface Told {
  readonly message: string;
  /** When it is over if nothing happens; undefined while a repair waits. */
  readonly endsAtMs: number | undefined;
}

export class Repairs {
  /** By UID and part, the last written last. */
  readonly #contests = new Map<string, Contest>();

  get size(): number {
    return this.#contests.size;
  }

  wrote(part: WrittenPart, nowMs: number): void {
    const key = keyOf(part);
    const contest = written(this.#contests.get(key), { decision: digestOf(part.decision), change: part.change }, nowMs);
    this.#contests.delete(key);
    this.#contests.set(key, contest);
    this.#forgetSettled(nowMs);
  }

  /** There is nothing to be repaired: who had undone it may have put it right. */
  holds(part: Contested, nowMs: number): void {
    const key = keyOf(part);
    const known = this.#contests.get(key);
    if (known?.undoneMs !== undefined) this.#contests.set(key, mendedByOthers(known, nowMs));
  }

  /** When the decision may be written: now, or later when others have undone the same one before. */
  dueMs(part: UndonePart, nowMs: number): number {
    const key = keyOf(part);
    const known = this.#contests.get(key);
    if (known === undefined || known.sent !== digestOf(part.decision) || isContestOver(known, nowMs)) return nowMs;
    const contest = undone(known, part.change(), nowMs);
    this.#contests.set(key, contest);
    return part.isMissing === true ? repairAtMs(contest, LONGEST_ABSENCE_MS) : repairAtMs(contest);
  }

  /** What there is to say of others' changes; undefined when there is nothing. */
  told(part: Contested, nowMs: number): Told | undefined {
    const contest = this.#contests.get(keyOf(part));
    if (contest?.told === undefined || isContestOver(contest, nowMs)) return undefined;
    const sinceMs = heldSinceMs(contest);
    return { message: contest.told, endsAtMs: sinceMs === undefined ? undefined : sinceMs + HELD_MS };
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

/** Ten thousand decisions take little room like this. */
function digestOf(decision: unknown): string {
  return createHash('sha256').update(JSON.stringify(decision)).digest('base64');
}
