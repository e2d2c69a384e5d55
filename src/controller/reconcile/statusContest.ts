// Is a status to be written, although others change it or the API server drops a part of it?
import type { ActiveStandbyServiceStatus } from '../../api/activeStandbyService.generated.ts';
import { conditionTypes } from '../../api/conditions.ts';
import { KIND } from '../../api/names.ts';
import { changedInStatus, describeChange } from '../../desired/changedField.ts';
import type { Outcome } from '../../desired/outcome.ts';
import type { KubeObject } from '../../kube/wire.ts';
import type { Repairs } from '../apply/repairs.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import type { PrunedFields } from './prunedFields.ts';

type Status = ActiveStandbyServiceStatus;

export interface StatusContestOptions {
  readonly repairs: Repairs;
  readonly pruned: PrunedFields;
  readonly nowMs: () => number;
}

export class StatusContest {
  readonly #options: StatusContestOptions;

  constructor(options: StatusContestOptions) {
    this.#options = options;
  }

  /** What of a status can be compared with what is read. */
  comparable(status: Status): Status {
    return this.#options.pruned.comparable(status);
  }

  /** In how many milliseconds the status may be written; 0 for what was not written before. */
  waitMs(asvc: CachedAsvc, status: Status, previous: Status): number {
    const { repairs, nowMs } = this.#options;
    const change = (): string => describe(asvc, this.comparable(status), this.comparable(previous)) ?? '';
    const undone = { uid: asvc.metadata.uid, part: 'status', decision: decisionOf(status), change } as const;
    return repairs.dueMs(undone, nowMs()) - nowMs();
  }

  wrote(asvc: CachedAsvc, status: Status, answer: KubeObject & { readonly status?: unknown }): void {
    const { repairs, pruned, nowMs } = this.#options;
    pruned.note(status, answer.status);
    const kept = Object.fromEntries(Object.entries(answer.status ?? {}));
    const change = describe(asvc, this.comparable(status), this.comparable(kept));
    repairs.wrote({ uid: asvc.metadata.uid, part: 'status', decision: decisionOf(status), change }, nowMs());
  }

  /** The outcome with what there is to say of others' changes to the status, and for how long. */
  told({ metadata: { uid } }: CachedAsvc, outcome: Outcome): { readonly outcome: Outcome; readonly endsInMs: number } {
    const { repairs, nowMs } = this.#options;
    const told = repairs.told({ uid, part: 'status' }, nowMs());
    if (told === undefined) return { outcome, endsInMs: 0 };
    const problem = { reason: 'ChangedByOthers', message: told.message, blocking: false } as const;
    const endsInMs = told.endsAtMs === undefined ? 0 : told.endsAtMs - nowMs();
    return { outcome: { ...outcome, problems: [...outcome.problems, problem] }, endsInMs };
  }
}

function describe({ metadata }: CachedAsvc, sent: Status, found: Status): string | undefined {
  const change = changedInStatus(ownPart(sent), ownPart(found));
  return change && describeChange(KIND, { metadata }, change);
}

const ours: ReadonlySet<string> = new Set(conditionTypes);

/** Conditions of other controllers are theirs. */
function ownPart({ conditions = [], ...rest }: Status): Status {
  return { ...rest, conditions: conditions.filter(({ type }) => ours.has(type)) };
}

/** Without the times: they begin anew when somebody has changed what they are about. */
function decisionOf(status: Status): unknown {
  const { phaseSince: _, conditions = [], ...rest } = ownPart(status);
  return { ...rest, conditions: conditions.map(({ lastTransitionTime: __, ...condition }) => condition) };
}
