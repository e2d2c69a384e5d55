// When a write that other clients have undone may be repeated. The first repairs are made at once; when they are undone
// again and again, the next waits 1 s, 2 s … 5 min. If the API server's answer already differs, the first repair waits,
// too. A new decision never waits. Pure functions; all times are monotonic ms.

export interface Contest {
  /** Digest of the decision that was written last. */
  readonly sent: string;
  readonly writtenMs: number;
  /** When the write was first seen undone; undefined while it holds. */
  readonly undoneMs: number | undefined;
  /** Since when it is in order again without a repair of ours; undefined otherwise. */
  readonly mendedMs: number | undefined;
  /** ContestedWrites since the write last held for HELD_MS. */
  readonly repairs: number;
  /** ContestedWrites that were undone too soon or too often; they set the delay of the next one. */
  readonly strikes: number;
  /** The latest repeated change by another client, to be reported; a single change is not. */
  readonly repeatedChange: string | undefined;
}

/** A write that was accepted. */
export interface Written {
  readonly decision: string;
  /** How the answer differs from what was sent; undefined when it does not. */
  readonly change: string | undefined;
}

/** A write that has held for this long is not contested any more. */
export const HELD_MS = 120_000;

/** A change undone sooner is a loop. Half a second tolerates the jitter of a tool that acts once per second. */
const LOOP_MS = 500;

/** How many repairs of writes that held longer than LOOP_MS are made at once. */
const PATIENCE = 8;

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 300_000;

/** Longest delay for a deleted object: without it there is no traffic. */
export const LONGEST_ABSENCE_MS = 1000;

/** The contest after an accepted write. */
export function written(known: Contest | undefined, { decision, change }: Written, nowMs: number): Contest {
  const before = known === undefined || isContestOver(known, nowMs) ? undefined : known;
  const isRepair = known?.sent === decision;
  const repairs = (before?.repairs ?? 0) + (isRepair ? 1 : 0);
  const strikes = (before?.strikes ?? 0) + (isRepair && before !== undefined && isStrike(before, nowMs) ? 1 : 0);
  return {
    sent: decision,
    writtenMs: nowMs,
    undoneMs: change === undefined ? undefined : nowMs,
    mendedMs: undefined,
    repairs,
    strikes: change === undefined ? strikes : Math.max(strikes, 1),
    repeatedChange: change ?? before?.repeatedChange,
  };
}

/** The contest when another client has changed what was written: the same decision is to be written again. */
export function undone(known: Contest, change: string, nowMs: number): Contest {
  const undoneMs = known.undoneMs ?? nowMs;
  const isFirst = known.repairs === 0 && known.strikes === 0;
  const isSlip = isFirst || undoneMs - known.writtenMs >= HELD_MS;
  return { ...known, undoneMs, mendedMs: undefined, repeatedChange: isSlip ? known.repeatedChange : change };
}

/** The contest when the object is in order again without a repair. Keeps its backoff: that may not last. */
export function mendedByOthers(known: Contest, nowMs: number): Contest {
  return { ...known, mendedMs: known.mendedMs ?? nowMs };
}

/** Since when the write has held; undefined while it does not. */
export function heldSinceMs({ writtenMs, undoneMs, mendedMs }: Contest): number | undefined {
  return undoneMs === undefined ? writtenMs : mendedMs;
}

/** When the repair of an undone write may be made. */
export function repairAtMs(known: Contest, longestMs = LONGEST_DELAY_MS): number {
  const { repairs, strikes, writtenMs, undoneMs = writtenMs } = known;
  const isFirst = repairs === 0 && strikes === 0;
  if (isFirst || isContestOver(known, undoneMs) || !isStrike(known, undoneMs)) return undoneMs;
  return undoneMs + Math.min(longestMs, FIRST_DELAY_MS * 2 ** Math.max(strikes - 1, 0));
}

/** Whether the contest can be forgotten. */
export function isContestOver(known: Contest, nowMs: number): boolean {
  const { writtenMs, undoneMs, mendedMs = nowMs } = known;
  return (undoneMs ?? nowMs) - writtenMs >= HELD_MS || nowMs - mendedMs >= HELD_MS;
}

function isStrike({ writtenMs, undoneMs, repairs, strikes }: Contest, nowMs: number): boolean {
  const heldMs = (undoneMs ?? nowMs) - writtenMs;
  return heldMs < LOOP_MS || repairs - strikes >= PATIENCE;
}
