// When may a write be repeated that others have undone? A repair is made at once at first; what is undone again and
// again is tried after 1 s, 2 s … 5 min. Where the API server's answer already differs there is no try at once.
// A new decision never waits.

export interface Contest {
  /** What was decided when it was written last. */
  readonly sent: string;
  readonly writtenMs: number;
  /** When it was first seen to be undone since then; undefined while it holds. */
  readonly undoneMs: number | undefined;
  /** Since when it is in order again without a repair; undefined while it is not. */
  readonly mendedMs: number | undefined;
  /** Repairs since it held for long. */
  readonly repairs: number;
  /** Repairs that were undone too soon or too often: they make the next one wait. */
  readonly strikes: number;
  /** The last change that was more than one slip: what there is to tell. */
  readonly told: string | undefined;
}

/** A write that was accepted. */
export interface Written {
  readonly decision: string;
  /** How the answer differs from what was sent. */
  readonly change: string | undefined;
}

/** What has held for this long is contested no more. */
export const HELD_MS = 120_000;

/** Who undoes sooner is a loop. Half a second, because a tool that acts each second is seen a little earlier or later. */
const LOOP_MS = 500;

/** So many repairs of what had held for longer are made at once. */
const PATIENCE = 8;

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 300_000;

/** An object that is missing takes the traffic with it. */
export const LONGEST_ABSENCE_MS = 1000;

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
    told: change ?? before?.told,
  };
}

/** The same decision is to be written again, because somebody has made a change. */
export function undone(known: Contest, change: string, nowMs: number): Contest {
  const undoneMs = known.undoneMs ?? nowMs;
  const isFirst = known.repairs === 0 && known.strikes === 0;
  const isSlip = isFirst || undoneMs - known.writtenMs >= HELD_MS;
  return { ...known, undoneMs, mendedMs: undefined, told: isSlip ? known.told : change };
}

/** What had been undone is as it was written, although no repair was made. When that one is due stays, for it may not last. */
export function mendedByOthers(known: Contest, nowMs: number): Contest {
  return { ...known, mendedMs: known.mendedMs ?? nowMs };
}

/** Since when it has held, as far as is known; undefined while it does not. */
export function heldSinceMs({ writtenMs, undoneMs, mendedMs }: Contest): number | undefined {
  return undoneMs === undefined ? writtenMs : mendedMs;
}

/** When the repair may be made; `known` has been undone. */
export function repairAtMs(known: Contest, longestMs = LONGEST_DELAY_MS): number {
  const { repairs, strikes, writtenMs, undoneMs = writtenMs } = known;
  const isFirst = repairs === 0 && strikes === 0;
  if (isFirst || isContestOver(known, undoneMs) || !isStrike(known, undoneMs)) return undoneMs;
  return undoneMs + Math.min(longestMs, FIRST_DELAY_MS * 2 ** Math.max(strikes - 1, 0));
}

/** Nothing has to be remembered of it. */
export function isContestOver(known: Contest, nowMs: number): boolean {
  const { writtenMs, undoneMs, mendedMs = nowMs } = known;
  return (undoneMs ?? nowMs) - writtenMs >= HELD_MS || nowMs - mendedMs >= HELD_MS;
}

function isStrike({ writtenMs, undoneMs, repairs, strikes }: Contest, nowMs: number): boolean {
  const heldMs = (undoneMs ?? nowMs) - writtenMs;
  return heldMs < LOOP_MS || repairs - strikes >= PATIENCE;
}
