// One reconcile of one object: observe, decide, restrain, apply, record. Level-based: it compares the current state,
// not changes, so a restart at any line converges and an unchanged cluster gets no write.
import type { WorkResult } from '../../kube/queue/workQueue.ts';
import { apply, type Applied, type Writer } from '../apply/apply.ts';
import type { SparedPods } from '../apply/sparedPods.ts';
import { isStillThere } from '../cache/cachedObject.ts';
import type { PodSource } from '../cache/unreadPods.ts';
import type { MissingNodes } from '../nodes/missingNodes.ts';
import type { NodeMonitor } from '../nodes/nodeMonitor.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { withdrawDeparted } from './departed.ts';
import type { MissingPods } from './missingPods.ts';
import { observe, type Sources } from './observe.ts';
import type { Observed } from './observed.ts';
import { record, type Recorder } from './record.ts';
import { restrain, type Restrained } from './restrain.ts';

export interface ReconcileContext extends Sources, Writer, Recorder, Pick<PodSource, 'podChanged'> {
  readonly nodeMonitor: Pick<NodeMonitor, 'observe' | 'found'>;
  readonly missingNodes: MissingNodes;
  readonly missingPods: MissingPods;
  readonly sparedPods: Pick<SparedPods, 'problemsOf'>;
}

/**
 * Attempts all writes and records their outcome; the result contains the first failure.
 * Guarantees:
 * - Level-based: decides from what the caches say now, so that a restart at any line converges.
 * - An unchanged world causes no write.
 * - Nothing is recorded of an object that was deleted meanwhile.
 * Caveats:
 * - Pods, nodes and labels that the caches lack are read first, each at most once in a reconcile.
 */
export async function reconcile(key: string, context: ReconcileContext): Promise<WorkResult> {
  const failure = await withdrawDeparted(key, context);
  const result = await reconcileLiving(key, context);
  return failure === undefined ? result : { failure, ...result };
}

async function reconcileLiving(key: string, context: ReconcileContext): Promise<WorkResult> {
  const observed = await observeWithNodes(key, context);
  if (observed === undefined) return {};
  if (context.caches.unreadPods.isMissing(observed.asvc)) {
    context.triggerTimes.note(key, observed.noticedMs);
    await context.caches.unreadPods.ask(observed.asvc, context);
    return reconcileLiving(key, context);
  }
  const missing = context.missingPods.of(observed);
  if (missing.length > 0) {
    // Keeps the trigger time over the request. No pod is looked up twice, so the recursion ends.
    context.triggerTimes.note(key, observed.noticedMs);
    await context.missingPods.ask(missing, observed.asvc.metadata, context);
    return reconcileLiving(key, context);
  }
  const restrained = restrain(observed, decide(observed), context.repairs);
  const { decision, isServiceHeldBack } = restrained;
  const applied = await apply(observed, decision, context);
  // The object was deleted, and perhaps created again, meanwhile: state recorded for it now would never be dropped.
  if (!isStillThere(observed.asvc, context.caches.asvcs)) return forgotten(observed, context);
  const problems = [...applied.problems, ...context.sparedPods.problemsOf(key)];
  record({ key, observed, decision, applied: { ...applied, problems }, isServiceHeldBack }, context);
  return requeuedForRepairs(resultOf(observed, decision, applied), observed, restrained);
}

/** Requeues no later than a held-back repair is due or a contest ends. */
function requeuedForRepairs(result: WorkResult, { now }: Observed, { lookAgainMs }: Restrained): WorkResult {
  if (lookAgainMs === undefined) return result;
  const waitMs = lookAgainMs - now.monotonicMs;
  const isSooner = result.requeueAfterMs !== undefined && result.requeueAfterMs <= waitMs;
  return isSooner ? result : { ...result, ...earlierRequeue(result, waitMs) };
}

/** Keeps the later requeue's priority, since only this earlier run requests that one again. */
function earlierRequeue(later: WorkResult, requeueAfterMs: number): WorkResult {
  const priority = later.requeueAfterMs === undefined ? 'background' : (later.priority ?? 'urgent');
  return { requeueAfterMs, priority };
}

function forgotten({ asvc: { metadata } }: Observed, { repairs, failureCounts }: ReconcileContext): WorkResult {
  repairs.forget(metadata.uid);
  failureCounts.forget(metadata.uid);
  return {};
}

/** Looks up unknown nodes first; pods of a node that remains unknown are judged by their own conditions. */
async function observeWithNodes(key: string, context: ReconcileContext): Promise<Observed | undefined> {
  const observed = observe(key, context, context.triggerTimes.take(key));
  if (observed === undefined || observed.nodes.unknown.length === 0) return observed;
  context.triggerTimes.note(key, observed.noticedMs);
  await context.missingNodes.ask(observed.nodes.unknown, context);
  return observe(key, context, context.triggerTimes.take(key));
}

function resultOf(observed: Observed, decision: Decision, { failures }: Applied): WorkResult {
  const [failure] = failures;
  if (failure === undefined) return { ...nextRun(observed, decision), isIdle: isIdle(decision) };
  // Without the slice's write the decision has not taken effect, and its deadlines do not apply.
  const isDecided = failures.every(({ part }) => part !== 'slice');
  return { ...(isDecided ? deadlineOf(observed, decision) : {}), failure: failure.error };
}

/** Idle: no write but the status, which has its own pace. */
function isIdle({ slice, service, demotion, leftovers }: Decision): boolean {
  const writes = [slice, service].filter(({ kind }) => kind !== 'none');
  const others = [demotion, ...leftovers.slices].filter((other) => other !== undefined);
  return writes.length + others.length === 0;
}

function nextRun(observed: Observed, decision: Decision): WorkResult {
  const deadline = deadlineOf(observed, decision);
  // The first election waits for the new Service's IP family.
  if (decision.service.kind === 'create') return earlierRequeue(deadline, 0);
  // The new ledger has deadlines of its own, and our own write may trigger no event.
  if (decision.slice.kind !== 'none') return { requeueAfterMs: 0 };
  // The response may contain other clients' changes, of which the watch then reports nothing.
  const isMended = decision.service.kind === 'mend' && deadline.requeueAfterMs !== 0;
  return isMended ? earlierRequeue(deadline, 0) : deadline;
}

function deadlineOf({ now }: Observed, { step }: Decision): WorkResult {
  const { requeueAtMonotonicMs: dueMs } = step;
  return dueMs === undefined ? {} : { requeueAfterMs: dueMs - now.monotonicMs };
}
