// The status of an ActiveStandbyService.
import type { ActiveStandbyServiceStatus, Condition } from '../../src/api/activeStandbyService.generated.ts';
import { eventually } from '../cluster/eventually.ts';
import { activeStandbyServices } from '../cluster/resources.ts';
import type { Asvc, Scene } from './scene.ts';

/** Waits until the status fits; the callback returns false or throws (a failed `expect`) for "not yet". */
export async function untilStatus(
  scene: Scene,
  fits: (status: ActiveStandbyServiceStatus) => boolean | void,
): Promise<ActiveStandbyServiceStatus> {
  const target = { ...scene, resource: activeStandbyServices };
  const { status } = await eventually<Asvc>(scene.plane.api, target, (asvc) => fits(asvc.status ?? {}));
  return status ?? {};
}

export function conditionOf({ conditions = [] }: ActiveStandbyServiceStatus, type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Such as "True ActivePublished". */
export function verdictOf(status: ActiveStandbyServiceStatus, type: string): string {
  const condition = conditionOf(status, type);
  return condition === undefined ? 'absent' : `${condition.status} ${condition.reason}`;
}

/** Returns the condition's message. */
export async function untilDegraded(scene: Scene, reason: string): Promise<string> {
  const status = await untilStatus(scene, (each) => verdictOf(each, 'Degraded') === `True ${reason}`);
  return conditionOf(status, 'Degraded')?.message ?? '';
}
