// apply: the only writer of reconciled objects. The ledger goes first, by one conditional write; nothing else stands
// between a failure and the traffic moving. What fails is told, and does not keep the rest from being tried.
import { MANAGER } from '../api/names.ts';
import { withTriggerTime } from '../desired/endpointSlice.ts';
import type { ElectionEvent } from '../desired/electionEvent.ts';
import { droppedEvent, withoutForeignMetadata } from '../desired/foreignMetadata.ts';
import type { EndpointSlice } from '../desired/ledgerRecord.ts';
import type { Problem } from '../desired/outcome.ts';
import type { ApiClient } from '../kube/apiClient.ts';
import { isAlreadyExists, isConflict, isInvalid } from '../kube/apiError.ts';
import type { Clock } from '../kube/clock.ts';
import type { Resource } from '../kube/resource.ts';
import type { Store } from '../kube/store.ts';
import type { KubeObject } from '../kube/wire.ts';
import { toCachedService, toCachedSlice, type CachedAsvc, type CachedObject } from './cachedObject.ts';
import { writtenRemoval, writtenService, writtenSlice } from './answers.ts';
import type { Caches } from './caches.ts';
import type { Decision, ServiceWrite, SliceWrite } from './decision.ts';
import { deleteDemoted } from './demotedPod.ts';
import type { FailureCounts } from './failureCounts.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Observed } from './observed.ts';
import type { Repairs } from './repairs.ts';
import { endpointSlices, services } from './resources.ts';
import { writeProblem, type WriteFailure, type WritePart } from './writeProblem.ts';

export interface Writer {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly failureCounts: FailureCounts;
  readonly repairs: Repairs;
  /** Tells of something that was done besides what was decided. */
  readonly announce: (asvc: CachedAsvc, event: ElectionEvent) => void;
}

export interface Applied {
  /** When the API server had accepted the slice, in ms since the epoch; undefined when it was not written. */
  readonly publishedMs: number | undefined;
  readonly problems: readonly Problem[];
  /** The first failure of each part; to be thrown once all is recorded. */
  readonly failures: readonly WriteFailure[];
}

export async function apply(observed: Observed, decision: Decision, writer: Writer): Promise<Applied> {
  const failures: WriteFailure[] = [];
  const attempt = async (part: WritePart, run: () => Promise<void>): Promise<void> => {
    await run().catch((error: unknown) => void failures.push({ part, error }));
  };
  let publishedMs: number | undefined;
  await attempt('slice', async () => {
    publishedMs = await applySlice(decision.slice, observed, writer);
  });
  // Only a pod that others have taken over from.
  if (failures.length === 0) await attempt('demotion', () => deleteDemoted(observed, decision.demotion, writer));
  await attempt('service', () => applyService(decision.service, observed, writer));
  await attempt('leftovers', () => removeLeftovers(observed, decision.leftovers, writer));
  return { publishedMs, failures, problems: problemsOf(failures, observed.asvc.metadata.uid, writer) };
}

function problemsOf(failures: readonly WriteFailure[], uid: string, { failureCounts }: Writer): readonly Problem[] {
  const failed = failures.map(({ part }) => part);
  const counts = failureCounts.note(uid, failed);
  const problems = failures.map((failure) => writeProblem(failure, counts.get(failure.part) ?? 1));
  return problems.filter((problem) => problem !== undefined);
}

async function applySlice(write: SliceWrite, observed: Observed, writer: Writer): Promise<number | undefined> {
  if (write.kind === 'none') return undefined;
  const { clock, repairs } = writer;
  const slice = withTriggerTime(write.slice, observed.noticedMs);
  const answer = await sendSlice(write.kind, slice, writer).catch((error: unknown) => {
    const stripped = isInvalid(error) ? withoutForeignMetadata(slice) : undefined;
    if (stripped === undefined) throw error;
    writer.announce(observed.asvc, droppedEvent(stripped));
    return sendSlice(write.kind, stripped.slice, writer);
  });
  repairs.wrote(writtenSlice(observed.asvc.metadata.uid, slice, answer), clock.monotonicMs());
  return clock.wallMs();
}

function sendSlice(kind: 'create' | 'update', slice: EndpointSlice, { client, caches }: Writer): Promise<KubeObject> {
  const target = { client, resource: endpointSlices, store: caches.slices, toCached: toCachedSlice, object: slice };
  const sent = kind === 'create' ? client.create(endpointSlices, slice) : client.update(endpointSlices, slice);
  return answered(target, sent);
}

async function applyService(write: ServiceWrite, { asvc }: Observed, writer: Writer): Promise<void> {
  if (write.kind === 'none') return;
  const { client, caches, clock, repairs } = writer;
  const { service } = write;
  const { uid } = asvc.metadata;
  const target = { client, resource: services, store: caches.services, toCached: toCachedService, object: service };
  if (write.kind === 'mend' && write.removals.length > 0) {
    const { namespace = '', name = '' } = service.metadata ?? {};
    const answer = await answered(target, client.jsonPatch(services, { namespace, name }, write.removals));
    repairs.wrote(writtenRemoval(uid, service, answer), clock.monotonicMs());
  }
  if (write.kind === 'mend' && !write.needsApply) return;
  const asDesired = { fieldManager: MANAGER, force: true };
  const written =
    write.kind === 'create' ? client.create(services, service) : client.apply(services, service, asDesired);
  repairs.wrote(writtenService(uid, service, await answered(target, written)), clock.monotonicMs());
}

interface Target<T extends CachedObject> {
  readonly client: ApiClient;
  readonly resource: Resource;
  readonly store: Store<T>;
  readonly toCached: (object: KubeObject) => T;
  readonly object: KubeObject;
}

/** Takes the answer into the cache; when somebody else was faster, what they wrote, so that the next pass sees it. */
async function answered<T extends CachedObject>(
  { client, resource, store, toCached, object }: Target<T>,
  write: Promise<KubeObject>,
): Promise<KubeObject> {
  try {
    const answer = await write;
    store.observeWrite(toCached(answer));
    return answer;
  } catch (error) {
    if (isConflict(error) || isAlreadyExists(error)) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      store.observeWrite(toCached(await client.get(resource, { namespace, name })));
    }
    throw error;
  }
}
