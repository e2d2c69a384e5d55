// One reconcile of one object. Level-based: it looks at what is, not at what has changed, so a restart at any line
// converges and an unchanged world is written nothing.
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

/** The first write that failed is in the result, after all is recorded. */
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
    // This is when it was noticed, whatever comes of asking. Nobody is asked for twice, so that there is an end to it.
    context.triggerTimes.note(key, observed.noticedMs);
    await context.missingPods.ask(missing, observed.asvc.metadata, context);
    return reconcileLiving(key, context);
  }
  const restrained = restrain(observed, decide(observed), context.repairs);
  const { decision, isServiceHeldBack } = restrained;
  const applied = await apply(observed, decision, context);
  // Nothing is remembered or told of an object that has gone meanwhile, or of one in its place: who would forget it again?
  if (!isStillThere(observed.asvc, context.caches.asvcs)) return forgotten(observed, context);
  const problems = [...applied.problems, ...context.sparedPods.problemsOf(key)];
  record({ key, observed, decision, applied: { ...applied, problems }, isServiceHeldBack }, context);
  return lookingAgain(resultOf(observed, decision, applied), observed, restrained);
}

/** No later than a repair is due that waits, or a contest is over. */
function lookingAgain(result: WorkResult, { now }: Observed, { lookAgainMs }: Restrained): WorkResult {
  if (lookAgainMs === undefined) return result;
  const waitMs = lookAgainMs - now.monotonicMs;
  const isSooner = result.requeueAfterMs !== undefined && result.requeueAfterMs <= waitMs;
  return isSooner ? result : { ...result, ...lookBefore(result, waitMs) };
}

/** As urgent as what is looked at later: only the look before that asks for it again. */
function lookBefore(later: WorkResult, requeueAfterMs: number): WorkResult {
  const priority = later.requeueAfterMs === undefined ? 'background' : (later.priority ?? 'urgent');
  return { requeueAfterMs, priority };
}

function forgotten({ asvc: { metadata } }: Observed, { repairs, failureCounts }: ReconcileContext): WorkResult {
  repairs.forget(metadata.uid);
  failureCounts.forget(metadata.uid);
  return {};
}

/** Of a node that remains unknown its pods are judged by themselves. */
async function observeWithNodes(key: string, context: ReconcileContext): Promise<Observed | undefined> {
  const observed = observe(key, context, context.triggerTimes.take(key));
  if (observed === undefined || observed.nodes.unknown.length === 0) return observed;
  context.triggerTimes.note(key, observed.noticedMs);
  await context.missingNodes.ask(observed.nodes.unknown, context);
  return observe(key, context, context.triggerTimes.take(key));
}

function resultOf(observed: Observed, decision: Decision, { failures }: Applied): WorkResult {
  const [failure] = failures;
  if (failure === undefined) return { ...nextLook(observed, decision), isIdle: isIdle(decision) };
  // What was decided has not happened when the slice was not written, so that its deadlines mean nothing.
  const isDecided = failures.every(({ part }) => part !== 'slice');
  return { ...(isDecided ? deadlineOf(observed, decision) : {}), failure: failure.error };
}

/** What is only told, the status tells at its own pace; what is only examined, or waits, is there for long. */
function isIdle({ slice, service, demotion, leftovers }: Decision): boolean {
  const writes = [slice, service].filter(({ kind }) => kind !== 'none');
  const others = [demotion, ...leftovers.slices].filter((other) => other !== undefined);
  return writes.length + others.length === 0;
}

function nextLook(observed: Observed, decision: Decision): WorkResult {
  const deadline = deadlineOf(observed, decision);
  // The new Service's family is what the first election waits for.
  if (decision.service.kind === 'create') return lookBefore(deadline, 0);
  // Other deadlines run from now on, and no news of our own write may come any more.
  if (decision.slice.kind !== 'none') return { requeueAfterMs: 0 };
  // Somebody may have changed what was written, and the watch tells nothing of what the answer has told.
  const isMended = decision.service.kind === 'mend' && deadline.requeueAfterMs !== 0;
  return isMended ? lookBefore(deadline, 0) : deadline;
}

function deadlineOf({ now }: Observed, { step }: Decision): WorkResult {
  const { requeueAtMonotonicMs: dueMs } = step;
  return dueMs === undefined ? {} : { requeueAfterMs: dueMs - now.monotonicMs };
}
