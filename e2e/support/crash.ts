// Kills the operator at an exact point, or stops it for a while.
import type { Fault } from '../cluster/faults.ts';
import type { ProxiedStage } from './proxiedStage.ts';
import type { Stage } from './stage.ts';

/** Runs `cause`, and resolves when the write that it causes has killed the operator. */
export async function crashAt(
  { operator, proxy }: ProxiedStage,
  fault: Omit<Fault, 'effect'>,
  cause: () => Promise<unknown>,
): Promise<void> {
  const crash = proxy.inject({ ...fault, effect: { type: 'kill', kill: () => operator.kill() } });
  await cause();
  await crash.hit;
  await operator.process.exited;
}

/** Kills the operator, and starts it again after the change. */
export async function whileAway({ operator }: Stage, change: () => Promise<unknown>): Promise<void> {
  operator.kill();
  await operator.process.exited;
  await change();
  await operator.start();
}
