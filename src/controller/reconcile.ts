// One pass over one object. Level-based: it looks at what is, not at what has changed, so a restart at any line
// converges and an unchanged world is written nothing.
import type { WorkResult } from '../kube/workQueue.ts';
import { apply, type Applied, type Writer } from './apply.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { departedSlices, withdrawDeparted } from './departed.ts';
import { resolutionOf } from './electionInput.ts';
import type { MissingPods } from './missingPods.ts';
import { observe, type Sources } from './observe.ts';
import type { Observed } from './observed.ts';
import { record, type Recorder } from './record.ts';

export interface ReconcileContext extends Sources, Writer, Recorder {
  readonly missingPods: MissingPods;
}

/** The first write that failed is in the result, after all is recorded. */
export async function reconcile(key: string, context: ReconcileContext): Promise<WorkResult> {
  if (departedSlices(key, context.caches).length > 0) await withdrawDeparted(key, context);
  const observed = observe(key, context);
  if (observed === undefined) return {};
  const resolution = resolutionOf(observed);
  const missing = context.missingPods.of(observed, resolution);
  if (missing.length > 0) {
    // This is when it was noticed, whatever comes of asking. Nobody is asked for twice, so that there is an end to it.
    context.notices.note(key, observed.noticedMs);
    await context.missingPods.ask(missing, observed.asvc.metadata.namespace, context);
    return reconcile(key, context);
  }
  const decision = decide(observed, resolution);
  const applied = await apply(observed, decision, context);
  record({ key, observed, decision, applied }, context);
  return resultOf(observed, decision, applied);
}

function resultOf(observed: Observed, decision: Decision, { failures }: Applied): WorkResult {
  const [failure] = failures;
  if (failure === undefined) return nextLook(observed, decision);
  // What was decided has not happened when the slice was not written, so that its deadlines mean nothing.
  const isDecided = failures.every(({ part }) => part !== 'slice');
  return { ...(isDecided ? deadlineOf(observed, decision) : {}), failure: failure.error };
}

function nextLook(observed: Observed, decision: Decision): WorkResult {
  // The new Service's family is what the first election waits for.
  if (decision.service.kind === 'create') return { requeueAfterMs: 0, priority: 'background' };
  const deadline = deadlineOf(observed, decision);
  // Other deadlines run from now on, and no news of our own write may come any more.
  return decision.slice.kind === 'none' || deadline.requeueAfterMs === 0 ? deadline : { requeueAfterMs: 0 };
}

function deadlineOf({ now }: Observed, { step }: Decision): WorkResult {
  const { requeueAtMonotonicMs: dueMs } = step;
  return dueMs === undefined ? {} : { requeueAfterMs: dueMs - now.monotonicMs };
}
