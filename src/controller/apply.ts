// apply: the only writer of reconciled objects. The ledger goes first, by one conditional write; nothing else stands
// between a failure and the traffic moving. What fails is told, and does not keep the rest from being tried.
import { MANAGER } from '../api/names.ts';
import { withTriggerTime } from '../desired/endpointSlice.ts';
import type { Problem } from '../desired/outcome.ts';
import type { ApiClient } from '../kube/apiClient.ts';
import { isAlreadyExists, isConflict } from '../kube/apiError.ts';
import type { Clock } from '../kube/clock.ts';
import type { Resource } from '../kube/resource.ts';
import type { Store } from '../kube/store.ts';
import type { KubeObject } from '../kube/wire.ts';
import { toCachedService, toCachedSlice, type CachedObject } from './cachedObject.ts';
import type { Caches } from './caches.ts';
import type { Decision, ServiceWrite, SliceWrite } from './decision.ts';
import { deleteDemoted } from './demotedPod.ts';
import type { FailureCounts } from './failureCounts.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Observed } from './observed.ts';
import { endpointSlices, services } from './resources.ts';
import { writeProblem, type WriteFailure, type WritePart } from './writeProblem.ts';

export interface Writer {
  readonly client: ApiClient;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly failureCounts: FailureCounts;
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
    publishedMs = await applySlice(decision.slice, observed.noticedMs, writer);
  });
  // Only a pod that others have taken over from.
  if (failures.length === 0) await attempt('demotion', () => deleteDemoted(observed, decision.demotion, writer));
  await attempt('service', () => applyService(decision.service, writer));
  await attempt('leftovers', () => removeLeftovers(observed, decision.leftovers, writer));
  return { publishedMs, failures, problems: problemsOf(failures, observed.asvc.metadata.uid, writer) };
}

function problemsOf(failures: readonly WriteFailure[], uid: string, { failureCounts }: Writer): readonly Problem[] {
  const failed = failures.map(({ part }) => part);
  const counts = failureCounts.note(uid, failed);
  const problems = failures.map((failure) => writeProblem(failure, counts.get(failure.part) ?? 1));
  return problems.filter((problem) => problem !== undefined);
}

async function applySlice(write: SliceWrite, noticedMs: number, writer: Writer): Promise<number | undefined> {
  if (write.kind === 'none') return undefined;
  const { client, caches, clock } = writer;
  const slice = withTriggerTime(write.slice, noticedMs);
  const target = { client, resource: endpointSlices, store: caches.slices, toCached: toCachedSlice, object: slice };
  await answered(
    target,
    write.kind === 'create' ? client.create(endpointSlices, slice) : client.update(endpointSlices, slice),
  );
  return clock.wallMs();
}

async function applyService(write: ServiceWrite, { client, caches }: Writer): Promise<void> {
  if (write.kind === 'none') return;
  const { service } = write;
  const target = { client, resource: services, store: caches.services, toCached: toCachedService, object: service };
  if (write.kind === 'create') return answered(target, client.create(services, service));
  const { namespace = '', name = '' } = service.metadata ?? {};
  if (write.removals.length > 0)
    await answered(target, client.jsonPatch(services, { namespace, name }, write.removals));
  if (write.needsApply) await answered(target, client.apply(services, service, { fieldManager: MANAGER, force: true }));
}

interface Target<T extends CachedObject> {
  readonly client: ApiClient;
  readonly resource: Resource;
  readonly store: Store<T>;
  readonly toCached: (object: KubeObject) => T;
  readonly object: KubeObject;
}

/** Takes the answer into the cache; when somebody else was faster, what he wrote, so that the next pass sees it. */
async function answered<T extends CachedObject>(
  { client, resource, store, toCached, object }: Target<T>,
  write: Promise<KubeObject>,
): Promise<void> {
  try {
    store.observeWrite(toCached(await write));
  } catch (error) {
    if (isConflict(error) || isAlreadyExists(error)) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      store.observeWrite(toCached(await client.get(resource, { namespace, name })));
    }
    throw error;
  }
}
