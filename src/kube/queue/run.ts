// A run of a work queue, and what is to follow it.
import { moreUrgent, type Pace, type Urgency } from './priorityQueue.ts';
import { RisingPriority } from './risingPriority.ts';

export interface Run {
  readonly priority: RisingPriority;
  readonly pace: Pace;
  again: Urgency | undefined;
  forgotten: boolean;
}

export function newRun({ priority, pace }: Urgency): Run {
  return { priority: new RisingPriority(priority), pace, again: undefined, forgotten: false };
}

/** The key was added during its run: another one follows, and this one becomes as urgent. */
export function addDuring(run: Run, urgency: Urgency): void {
  run.again = moreUrgent(run.again, urgency);
  if (urgency.priority === 'urgent') run.priority.raise();
}
