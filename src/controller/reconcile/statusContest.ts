// Limits writes of a status that other clients change or of which the API server drops a part.
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { conditionTypes } from '../../api/conditions.ts';
import { isSameJson } from '../../api/isSameJson.ts';
import { KIND } from '../../api/names.ts';
import { changedInStatus, describeChange } from '../../desired/changedField.ts';
import type { Outcome } from '../../desired/outcome.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { ContestedWrites } from '../apply/contestedWrites.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import type { PrunedFields } from './prunedFields.ts';

type Status = ActiveStandbyServiceStatus;

export interface StatusContestOptions {
  readonly repairs: ContestedWrites;
  readonly pruned: PrunedFields;
  readonly nowMs: () => number;
}

export class StatusContest {
  readonly #options: StatusContestOptions;

  constructor(options: StatusContestOptions) {
    this.#options = options;
  }

  /** The status without fields that the API server drops. */
  comparable(status: Status): Status {
    return this.#options.pruned.comparable(status);
  }

  /** How long the write must wait, in ms; 0 or less for a status that was not written before. */
  waitMs(asvc: CachedAsvc, status: Status, previous: Status): number {
    const { repairs, nowMs } = this.#options;
    const change = (): string => describe(asvc, this.comparable(status), this.comparable(previous)) ?? '';
    const undone = { uid: asvc.metadata.uid, part: 'status', decision: decisionOf(status), change } as const;
    return repairs.dueMs(undone, nowMs()) - nowMs();
  }

  wrote(asvc: CachedAsvc, status: Status, answer: KubeObject & { readonly status?: unknown }): void {
    const { repairs, pruned, nowMs } = this.#options;
    const kept = Object.fromEntries(Object.entries(answer.status ?? {}));
    const isSame = isSameJson(status, kept);
    pruned.note(status, isSame ? status : kept);
    const change = isSame ? undefined : describe(asvc, this.comparable(status), this.comparable(kept));
    repairs.wrote({ uid: asvc.metadata.uid, part: 'status', decision: decisionOf(status), change }, nowMs());
  }

  /** Adds the problem ChangedByOthers to the outcome during a contest; `endsInMs` is 0 when no end is known. */
  withContest(
    { metadata: { uid } }: CachedAsvc,
    outcome: Outcome,
  ): { readonly outcome: Outcome; readonly endsInMs: number } {
    const { repairs, nowMs } = this.#options;
    const contest = repairs.contestOf({ uid, part: 'status' }, nowMs());
    if (contest === undefined) return { outcome, endsInMs: 0 };
    const problem = { reason: 'ChangedByOthers', message: contest.message, blocking: false } as const;
    const endsInMs = contest.endsAtMs === undefined ? 0 : contest.endsAtMs - nowMs();
    return { outcome: { ...outcome, problems: [...outcome.problems, problem] }, endsInMs };
  }
}

function describe({ metadata }: CachedAsvc, sent: Status, found: Status): string | undefined {
  const change = changedInStatus(ownPart(sent), ownPart(found));
  return change && describeChange(KIND, { metadata }, change);
}

const ours: ReadonlySet<string> = new Set(conditionTypes);

/** Without the conditions of other controllers. */
function ownPart({ conditions = [], ...rest }: Status): Status {
  return { ...rest, conditions: conditions.filter(({ type }) => ours.has(type)) };
}

/** Without the times, which restart when another client changes the fields that they belong to. */
function decisionOf(status: Status): unknown {
  const { phaseSince: _, conditions = [], ...rest } = ownPart(status);
  return { ...rest, conditions: conditions.map(({ lastTransitionTime: __, ...condition }) => condition) };
}
