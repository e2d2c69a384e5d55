// The only writer of reconciled objects. Writes the ledger first, with one conditional request, so that nothing delays
// a failover. A failed write is reported and does not stop the others.
import type { ElectionEvent } from '../../desired/electionEvent.ts';
import { withTriggerTime } from '../../desired/endpointSlice.ts';
import type { Problem } from '../../desired/outcome.ts';
import type { ApiClient } from '../../kube/api/apiClient.ts';
import type { Clock } from '../../kube/timing/clock.ts';
import type { CachedAsvc } from '../cache/cachedObject.ts';
import type { Caches } from '../cache/caches.ts';
import { writtenSlice } from './serverMutations.ts';
import { deleteDemoted } from './demotedPod.ts';
import type { FailureCounts } from './failureCounts.ts';
import { removeLeftovers } from './leftovers.ts';
import type { SliceWrite, PlannedWrites, WriteTarget } from './plannedWrites.ts';
import type { ContestedWrites } from './contestedWrites.ts';
import { sendService } from './sendService.ts';
import { sendSlice } from './sendSlice.ts';
import { writeProblem, type WriteFailure, type WritePart } from './writeProblem.ts';

export interface Writer {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly failureCounts: FailureCounts;
  readonly repairs: ContestedWrites;
  /** Publishes an Event for something that was done beyond the decision. */
  readonly announce: (asvc: CachedAsvc, event: ElectionEvent) => void;
}

export interface Applied {
  /** When the API server accepted the slice, in ms since the epoch; undefined when it was not written. */
  readonly publishedMs: number | undefined;
  readonly problems: readonly Problem[];
  /** At most one per part; the caller throws the first after it has recorded everything. */
  readonly failures: readonly WriteFailure[];
}

/**
 * Guarantees:
 * - Never rejects: errors are returned as `failures`, one of each part at most.
 * - The slice is written first. A demoted pod is deleted only after the slice lists its successor.
 * - A part that fails does not keep the others from being written.
 * Caveats:
 * - A slice whose write failed without an answer may have been written all the same.
 */
export async function apply(observed: WriteTarget, decision: PlannedWrites, writer: Writer): Promise<Applied> {
  const failures: WriteFailure[] = [];
  const attempt = async (part: WritePart, run: () => Promise<void>): Promise<void> => {
    await run().catch((error: unknown) => void failures.push({ part, error }));
  };
  let publishedMs: number | undefined;
  await attempt('slice', async () => {
    publishedMs = await applySlice(decision.slice, observed, writer);
  });
  // Deletes the demoted pod only after the slice lists its successor.
  if (failures.length === 0) await attempt('demotion', () => deleteDemoted(observed, decision.demotion, writer));
  await attempt('service', () => sendService(decision.service, observed, writer));
  await attempt('leftovers', () => removeLeftovers(observed, decision.leftovers, writer));
  return { publishedMs, failures, problems: problemsOf(failures, observed.asvc.metadata.uid, writer) };
}

function problemsOf(failures: readonly WriteFailure[], uid: string, { failureCounts }: Writer): readonly Problem[] {
  const failed = failures.map(({ part }) => part);
  const counts = failureCounts.note(uid, failed);
  const problems = failures.map((failure) => writeProblem(failure, counts.get(failure.part) ?? 1));
  return problems.filter((problem) => problem !== undefined);
}

async function applySlice(write: SliceWrite, observed: WriteTarget, writer: Writer): Promise<number | undefined> {
  if (write.kind === 'none') return undefined;
  const { clock, repairs } = writer;
  const slice = withTriggerTime(write.slice, observed.noticedMs);
  const announce = (event: ElectionEvent): void => writer.announce(observed.asvc, event);
  const answer = await sendSlice(write.kind, slice, { ...writer, announce });
  const publishedMs = clock.wallMs();
  repairs.wrote(writtenSlice(observed.asvc.metadata.uid, slice, answer), clock.monotonicMs());
  return publishedMs;
}
