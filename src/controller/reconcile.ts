// One pass over one object. Level-based: it looks at what is, not at what has changed, so a restart at any line
// converges and an unchanged world is written nothing.
import type { WorkResult } from '../kube/workQueue.ts';
import { apply, type Applied, type Writer } from './apply.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { observe, type Sources } from './observe.ts';
import type { Observed } from './observed.ts';
import { record, type Recorder } from './record.ts';

export interface ReconcileContext extends Sources, Writer, Recorder {}

/** Rejects with the first write that failed, after all is recorded. */
export async function reconcile(key: string, context: ReconcileContext): Promise<WorkResult> {
  const observed = observe(key, context);
  if (observed === undefined) return {};
  const decision = decide(observed);
  const applied = await apply(observed, decision, context);
  record({ key, observed, decision, applied }, context);
  return resultOf(observed, decision, applied);
}

function resultOf({ now }: Observed, { step, service }: Decision, { failures }: Applied): WorkResult {
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
  // The new Service's family is what the first election waits for.
  if (service.kind === 'create') return { requeueAfterMs: 0, priority: 'background' };
  const { requeueAtMonotonicMs: dueMs } = step;
  return dueMs === undefined ? {} : { requeueAfterMs: dueMs - now.monotonicMs };
}
